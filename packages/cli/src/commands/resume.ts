import { resume as startAgain, runRef } from '@flowmap/deploy';
import type { AccountFlags } from '../deploy/open-account.js';
import type { ExitStatus, Io } from '../io.js';
import { afterStart } from '../operate/after-start.js';
import { withOperation } from '../operate/with-operation.js';
import type { JsonFlags, RunFlags } from './account-options.js';

/** The flags of `resume`. */
export interface ResumeFlags extends AccountFlags, RunFlags, JsonFlags {
  /** The step from which on all is done again. */
  readonly from?: string | undefined;
  /** The id of the new run. */
  readonly runId?: string | undefined;
  readonly wait: boolean;
}

/** `flow-cli resume RUN`: starts a new run that takes the finished tasks of an earlier one, and with `--wait` shows it to its end. */
export async function resume(flags: ResumeFlags, io: Io): Promise<ExitStatus> {
  return withOperation<ExitStatus>(flags, async (operation) => {
    const { from, runId } = flags;
    const run = await startAgain(runRef(flags.run, flags.name), { from, runId }, operation);
    return afterStart(run, flags, operation, io);
  });
}
