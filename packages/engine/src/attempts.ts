import type { Json, Retrier } from '@flowmap/asl/language';
import type { Ending } from './data/data-flow.js';
import { StateFailure } from './failure.js';
import { emit, note, recordedNext } from './history.js';
import { pause } from './interruptible.js';

import type { Move } from './machine/node.js';
import { type Counters, matches, retryDelay } from './retry.js';
import { leave, type Visit } from './visit.js';

/** A catcher, ready to be used. */
export interface Handler {
  readonly names: readonly string[];
  readonly ending: Ending;
}

/** What a state does when it fails. */
export interface Recovery {
  readonly retriers: readonly Retrier[];
  readonly handlers: readonly Handler[];
}

/** Runs a state's work with its retriers and catchers. */
export async function withRecovery(
  visit: Visit,
  recovery: Recovery,
  work: (visit: Visit) => Promise<Move>,
): Promise<Move> {
  const counters: Counters = [];
  for (;;) {
    try {
      return await work(visit);
    } catch (error) {
      if (!(error instanceof StateFailure)) throw error;
      visit.trial?.failed(error);
      const delay = retryDelay(recovery.retriers, counters, error, () => visit.ports.random());
      if (delay === undefined) return await handle(visit, recovery.handlers, error);
      visit.retries += 1;
      visit.result = undefined;
      await backOff(visit, delay);
    }
  }
}

/** Waits for the next attempt. One that was recorded is not waited for again; time that passed in between counts. */
async function backOff({ thread, kind, ports: { clock } }: Visit, delay: number): Promise<void> {
  if (recordedNext(thread) !== undefined) return;
  const { past, environment } = thread.execution;
  // A task's failure is the newest event of its line; those of a Map or Parallel are inside it.
  const since = kind === 'Task' ? thread.at : clock.now();
  await past?.live(thread);
  const left = since + delay - clock.now();
  if (left > 0) await pause(clock, left, thread.stop, environment.pace);
}

async function handle(visit: Visit, handlers: readonly Handler[], failure: StateFailure): Promise<Move> {
  if (failure.fatal) throw failure;
  const handler = handlers.find(({ names }) => matches(names, failure));
  await recordFailed(visit, handler !== undefined);
  if (handler === undefined) throw failure;
  const caught = errorOutput(failure);
  visit.result = undefined;
  visit.errorOutput = caught;
  return await leave(visit, handler.ending, caught);
}

/** `$states.errorOutput` of a failure. */
function errorOutput({ error, explanation }: StateFailure): Json {
  // A failure without a cause has an empty one, as recorded; one without an error is not recorded, and taken for alike.
  return { Error: error ?? '', Cause: explanation ?? '' };
}

/** A Map or Parallel says that it failed; a Task's own events have said it, except to the Parallel around it. */
async function recordFailed(visit: Visit, isCaught: boolean): Promise<void> {
  if (visit.kind !== 'Task') await emit(visit.thread, `${visit.kind}StateFailed`);
  else if (visit.thread.branch && !isCaught) await note(visit.thread, 'TaskStateAborted');
}
