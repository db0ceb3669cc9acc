import { rollback as goBack } from '@flowmap/deploy';
import type { AccountFlags } from '../deploy/open-account.js';
import type { ExitStatus, Io } from '../io.js';
import { wholeNumber } from '../operate/whole-number.js';
import { withOperation } from '../operate/with-operation.js';
import type { AuthorizeFlags } from './account-options.js';

/** The flags of `rollback`. */
export interface RollbackFlags extends AccountFlags, AuthorizeFlags {
  readonly name: string;
  readonly to?: string | undefined;
}

/** `flow-cli rollback NAME`: makes an earlier deployment live. */
export async function rollback(flags: RollbackFlags, io: Io): Promise<ExitStatus> {
  const { name, authorize } = flags;
  const to = wholeNumber(flags.to, '--to', 1);
  return withOperation<ExitStatus>(
    flags,
    async (operation) => {
      const back = await goBack(name, { to, authorize }, operation);
      if (back.unchanged) io.out(`${name}: version ${back.to} is live already\n`);
      else io.out(`${name}: version ${back.to} is live again, recorded as version ${back.version}\n`);
      return 0;
    },
    'deployer',
  );
}
