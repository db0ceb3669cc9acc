import { runRef, terminate as end } from '@flowmap/deploy';
import type { AccountFlags } from '../deploy/open-account.js';
import type { ExitStatus, Io } from '../io.js';
import { withOperation } from '../operate/with-operation.js';
import type { AuthorizeFlags, RunFlags } from './account-options.js';

/** The flags of `terminate`. */
export interface TerminateFlags extends AccountFlags, AuthorizeFlags, RunFlags {
  readonly cause?: string | undefined;
}

/** `flow-cli terminate RUN`: ends a run. */
export async function terminate(flags: TerminateFlags, io: Io): Promise<ExitStatus> {
  const { authorize, cause } = flags;
  return withOperation<ExitStatus>(flags, async (operation) => {
    const { deployment, run, status } = await end(runRef(flags.run, flags.name), { authorize, cause }, operation);
    io.out(`${deployment}/${run} is ${status}\n`);
    return 0;
  });
}
