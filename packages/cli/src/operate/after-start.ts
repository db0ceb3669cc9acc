import type { TriggeredRun } from '@flowmap/deploy';
import type { ExitStatus, Io } from '../io.js';
import { followRun } from './follow-run.js';
import { renderEnd } from './render-end.js';
import type { Operation } from './with-operation.js';

/** The flags of commands that start a run. */
export interface StartFlags {
  readonly json: boolean;
  /** Whether to show the run until it has ended. */
  readonly wait: boolean;
}

/** Says which run was started, and with `--wait` shows it to its end, which is then the exit status. */
export async function afterStart(
  run: TriggeredRun,
  flags: StartFlags,
  operation: Operation,
  io: Io,
): Promise<ExitStatus> {
  const { deployment, run: id, executionArn, started } = run;
  if (flags.json) io.out(`${JSON.stringify({ type: 'triggered', deployment, run: id, executionArn, started })}\n`);
  if (flags.wait) return renderEnd(await followRun(operation, run, flags, io), flags, operation, io);
  if (flags.json) return 0;
  io.out(`${deployment}/${id}\n`);
  io.err(`To see how it stands: flow-cli status ${deployment}/${id} --follow${operation.again}\n`);
  return 0;
}
