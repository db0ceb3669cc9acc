import { describeRun, type RunDescription } from './describe-run.js';
import type { OperatePorts } from './ports.js';
import type { RunRef } from './run-ref.js';

/** Milliseconds between two looks: at first, and at most. The service takes some ten a second of the whole account. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 15_000;
const GROWTH = 1.3;

/** How to wait for the end of a run. */
export interface AwaitOptions {
  /** Ends the waiting; the run goes on. */
  readonly signal?: AbortSignal;
  /** Is told of each look. */
  readonly onLook?: (run: RunDescription) => void | Promise<void>;
}

/**
 * Waits until a run has ended, and says how. Where the signal ends the waiting it is RUNNING still. Throws `NO_SUCH_RUN`, `NO_SUCH_FLOW` and
 * the errors `AWS_...`.
 */
export async function awaitEnd(
  ports: OperatePorts,
  ref: RunRef,
  { signal, onLook }: AwaitOptions = {},
): Promise<RunDescription> {
  for (let pause = FIRST_PAUSE; ; pause = Math.min(LONGEST_PAUSE, pause * GROWTH)) {
    const run = await describeRun(ports, ref);
    await onLook?.(run);
    if (hasEnded(run) || isAborted(signal)) return run;
    await ports.site.wait(Math.round(pause));
    if (isAborted(signal)) return run;
  }
}

/** Whether nothing of a run goes on, unless somebody redrives it. */
export function hasEnded({ status }: Pick<RunDescription, 'status'>): boolean {
  return status !== 'RUNNING' && status !== 'PENDING_REDRIVE';
}

/** Asked anew each time: it changes while others work. */
function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted ?? false;
}
