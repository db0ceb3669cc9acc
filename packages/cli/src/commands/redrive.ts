import { redrive as goOn, runRef } from '@flowmap/deploy';
import type { AccountFlags } from '../deploy/open-account.js';
import type { ExitStatus, Io } from '../io.js';
import { withOperation } from '../operate/with-operation.js';
import type { RunFlags } from './account-options.js';

/** The flags of `redrive`. */
export interface RedriveFlags extends AccountFlags, RunFlags {}

/** `flow-cli redrive RUN`: goes on with a run from where it failed. */
export async function redrive(flags: RedriveFlags, io: Io): Promise<ExitStatus> {
  return withOperation<ExitStatus>(flags, async (operation) => {
    const { deployment, run, status } = await goOn(runRef(flags.run, flags.name), operation);
    io.out(`${deployment}/${run} is ${status}\n`);
    io.err(`To see how it stands: flow-cli status ${deployment}/${run} --follow${operation.again}\n`);
    return 0;
  });
}
