import { promote as share } from '@flowmap/deploy';
import type { AccountFlags } from '../deploy/open-account.js';
import type { ExitStatus, Io } from '../io.js';
import { wholeNumber } from '../operate/whole-number.js';
import { withOperation } from '../operate/with-operation.js';
import type { AuthorizeFlags } from './account-options.js';

/** The flags of `promote`. */
export interface PromoteFlags extends AccountFlags, AuthorizeFlags {
  readonly name: string;
  readonly weight: string;
  readonly to?: string | undefined;
}

/** `flow-cli promote NAME --weight N`: shares what is started between two deployments. */
export async function promote(flags: PromoteFlags, io: Io): Promise<ExitStatus> {
  const { name, authorize } = flags;
  const weight = wholeNumber(flags.weight, '--weight', 0) ?? 100;
  const to = wholeNumber(flags.to, '--to', 1);
  return withOperation<ExitStatus>(
    flags,
    async (operation) => {
      const live = await share(name, { weight, to, authorize }, operation);
      const shares = live.map((one) => `version ${one.deployment.version} gets ${one.weight} %`);
      io.out(`${name}: ${shares.join(', ')} of the runs that are started\n`);
      return 0;
    },
    'deployer',
  );
}
