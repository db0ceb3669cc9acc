import type { Json } from '@flowmap/asl/language';
import { type Execution, isoTime, type Thread } from './execution.js';
import { dataLimitExceeded, ERRORS, StateFailure, Stopped } from './failure.js';
import { emit, emitLast } from './history.js';
import { runBlock } from './machine/block.js';
import type { Block } from './machine/node.js';
import type { Outcome } from './ports.js';
import { isTooLarge } from './quotas.js';

/** Seconds that an EXPRESS execution may take. */
const EXPRESS_SECONDS = 300;

/** Runs an execution from its first event to its last. Rejects only when a port is broken. */
export async function execute(execution: Execution, block: Block, timeoutSeconds?: number): Promise<Outcome> {
  const { environment, stop, input } = execution;
  const at = environment.ports.clock.now();
  const thread: Thread = { execution, stop, line: '', previous: 0, last: 0, at, variables: {}, branch: false };
  const timer = startTimer(execution, timeoutSeconds);
  try {
    thread.previous = execution.events;
    if (execution.reopens === true) {
      await emitLast(thread, 'ExecutionRedriven', { redriveCount: execution.redrives ?? 0 });
      execution.redrivenAt = thread.at;
    }
    const begun = emit(thread, 'ExecutionStarted', { input, roleArn: environment.role });
    if (begun !== undefined) await begun;
    // States may keep it outside, and find it the same after a restart: then this event is all that tells it.
    execution.started = isoTime(thread.at);
    // The first state's event names no event before it.
    thread.previous = 0;
    if (environment.quotas && isTooLarge(input)) throw dataLimitExceeded(execution.machineName);
    const output: Json = await runBlock(block, thread, input);
    const held = emitLast(thread, 'ExecutionSucceeded', { output });
    if (held !== undefined) await held;
    return { status: 'SUCCEEDED', output };
  } catch (error) {
    return await ended(thread, error);
  } finally {
    timer?.abort();
  }
}

async function ended(thread: Thread, error: unknown): Promise<Outcome> {
  if (error instanceof StateFailure) {
    const details = {
      ...(error.error === undefined ? {} : { error: error.error }),
      ...(error.explanation === undefined || error.explanation === '' ? {} : { cause: error.explanation }),
    };
    await emitLast(thread, 'ExecutionFailed', details);
    return { status: 'FAILED', ...details };
  }
  if (!(error instanceof Stopped)) throw error;
  // What ends an execution from outside follows from none of its events.
  thread.previous = 0;
  if (error.reason === 'timed-out') {
    await emitLast(thread, 'ExecutionTimedOut', { error: ERRORS.timeout });
    return { status: 'TIMED_OUT', error: ERRORS.timeout };
  }
  const { error: named, explanation } = thread.stop.abortion ?? {};
  const details = {
    ...(named === undefined ? {} : { error: named }),
    ...(explanation === undefined ? {} : { cause: explanation }),
  };
  await emitLast(thread, 'ExecutionAborted', details);
  return { status: 'ABORTED', ...details };
}

function startTimer(execution: Execution, timeoutSeconds: number | undefined): AbortController | undefined {
  const { environment, stop, type, elapsed = 0 } = execution;
  const most = type === 'EXPRESS' && environment.quotas ? EXPRESS_SECONDS : Infinity;
  const seconds = timeoutSeconds === undefined ? most : Math.min(timeoutSeconds, most);
  if (seconds === Infinity) return undefined;
  const timer = new AbortController();
  // Time in which nothing ran is not taken from an execution that goes on.
  environment.ports.clock.wait(Math.max(0, seconds * 1000 - elapsed), timer.signal).then(
    () => stop.stop('timed-out'),
    () => undefined,
  );
  return timer;
}
