import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { dynamodbMetadata } from '@flowmap/metadata-dynamodb';
import type { Executions, LogReader, ObjectStore } from '@flowmap/store';
import { s3Objects } from '@flowmap/store/s3';
import { awsClients, type AwsSettings } from './aws/clients.js';
import { DEFAULT_TABLE } from './infra/infra.js';
import { executionsOf } from './operate/executions.js';
import { logsOf } from './operate/log-reader.js';
import type { ChangePorts } from './operate/ports.js';
import { openSite } from './site.js';

/** Which account, and how flowmap's things are called there. */
export interface AccountSettings extends AwsSettings {
  /** The account that it must be. Default: whichever the credentials are of. */
  readonly account?: string | undefined;
  /** The bucket of artifacts. Default: `flowmap-<account>-<region>`, as `flow-cli bootstrap` calls it. */
  readonly bucket?: string | undefined;
  /** The metadata table. Default: `flowmap`. */
  readonly table?: string | undefined;
  /** ARN of the KMS key of the bucket, where it has one of its own. */
  readonly key?: string | undefined;
  /** Default: the clock. */
  readonly now?: () => Date;
  /** Waits for so many milliseconds. Default: it does. */
  readonly wait?: (milliseconds: number) => Promise<void>;
}

/**
 * An account with flowmap's bucket and table in it: what starting, looking after and removing flows needs, and what reading their runs
 * needs.
 */
export interface Account extends ChangePorts {
  /** Names of the bucket of artifacts and of the metadata table. */
  readonly bucket: string;
  readonly table: string;
  readonly objects: ObjectStore;
  readonly executions: Executions;
  readonly logs: LogReader;
  readonly random: (bytes: number) => Uint8Array;
  /** Closes connections. */
  close(): void;
}

/**
 * Signs in to an account: one call, to know whose the credentials are. What the settings leave out is what the environment and the shared
 * configuration of the AWS SDK say. Throws `WRONG_ACCOUNT` and the errors `AWS_...`.
 *
 * @example
 * const account = await openAccount({ region: 'eu-central-1' });
 * const run = await trigger('flight-delays', { params: { year: 2024 } }, account);
 * await awaitEnd(account, run);
 * account.close();
 */
export async function openAccount(settings: AccountSettings = {}): Promise<Account> {
  const { account: expected, key, now = () => new Date(), wait = pause } = settings;
  const aws = awsClients(settings);
  try {
    const { site, caller } = await openSite(aws, { account: expected }, wait);
    const { bucket = `flowmap-${site.account}-${site.region}`, table = DEFAULT_TABLE } = settings;
    const metadata = dynamodbMetadata({ client: aws.dynamodb, table, now: () => now().getTime() });
    const ports = { site, metadata };
    return {
      ...ports,
      caller,
      bucket,
      table,
      objects: s3Objects({ bucket, client: aws.s3, ...(key !== undefined && { key }) }),
      executions: executionsOf(ports),
      logs: logsOf(ports),
      now,
      random: randomBytes,
      close: () => aws.close(),
    };
  } catch (error) {
    aws.close();
    throw error;
  }
}

async function pause(milliseconds: number): Promise<void> {
  await sleep(milliseconds);
}
