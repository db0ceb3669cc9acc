import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { FlowError } from '@flowmap/graph';
import type { AwsClients } from './aws/clients.js';
import { faulted } from './aws/fault.js';
import type { Site } from './kinds/kind.js';
import type { Wait } from './aws/patience.js';
import { callerName } from './ownership.js';

/** An account, and who works in it. */
export interface Caller {
  readonly site: Site;
  /** Who calls, without the account: `ada`, `deployers/ada`. */
  readonly caller: string;
}

/**
 * Finds out where and as whom the clients work: one call. Throws `WRONG_ACCOUNT` where the configuration names another account, and
 * the errors `AWS_...`.
 */
export function openSite(
  aws: AwsClients,
  expected: { readonly account?: string | undefined },
  wait: Wait,
): Promise<Caller> {
  return faulted(() => opened(aws, expected.account, wait));
}

async function opened(aws: AwsClients, expected: string | undefined, wait: Wait): Promise<Caller> {
  const region = await aws.sts.config.region();
  const { Account: account = '', Arn: arn = '' } = await aws.sts.send(new GetCallerIdentityCommand({}));
  if (expected !== undefined && expected !== account) {
    throw new FlowError(
      'WRONG_ACCOUNT',
      `The credentials are of the account ${account}, and the configuration names ${expected}.`,
      {
        hint: 'Choose other credentials with --profile, or change target.account in flowmap.config.ts.',
      },
    );
  }
  const partition = arn.split(':')[1] ?? 'aws';
  return { site: { aws, partition, region, account, wait }, caller: callerName(arn) };
}
