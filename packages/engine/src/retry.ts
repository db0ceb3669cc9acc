import type { Retrier } from '@flowmap/asl/language';
import { ERRORS, HeartbeatTimeout, type StateFailure } from './failure.js';

const DEFAULTS = { IntervalSeconds: 1, MaxAttempts: 3, BackoffRate: 2 } as const;

/** Whether one of the names of a retrier or catcher means this failure. */
export function matches(names: readonly string[], failure: StateFailure): boolean {
  if (failure.fatal) return false;
  return names.some((name) => {
    switch (name) {
      case ERRORS.all:
        return true;
      case ERRORS.taskFailed:
        return failure.error !== ERRORS.timeout;
      case ERRORS.timeout:
        return failure.error === ERRORS.timeout || failure.error === ERRORS.heartbeat;
      case ERRORS.heartbeat:
        return failure instanceof HeartbeatTimeout || failure.error === ERRORS.heartbeat;
      default:
        return failure.error === name;
    }
  });
}

/** How often each retrier of a state has been used in one visit. */
export type Counters = number[];

/**
 * Milliseconds until the next attempt, counted with the retrier that applies, or undefined when the failure is final.
 * The first retrier that names the failure decides, also when it has no attempts left.
 */
export function retryDelay(
  retriers: readonly Retrier[],
  counters: Counters,
  failure: StateFailure,
  random: () => number,
): number | undefined {
  const index = retriers.findIndex(({ ErrorEquals }) => matches(ErrorEquals, failure));
  const retrier = retriers[index];
  if (retrier === undefined) return undefined;
  const used = counters[index] ?? 0;
  if (used >= (retrier.MaxAttempts ?? DEFAULTS.MaxAttempts)) return undefined;
  counters[index] = used + 1;
  const interval = retrier.IntervalSeconds ?? DEFAULTS.IntervalSeconds;
  const full = Math.min(
    interval * (retrier.BackoffRate ?? DEFAULTS.BackoffRate) ** used,
    retrier.MaxDelaySeconds ?? Number.MAX_SAFE_INTEGER,
  );
  return 1000 * full * (retrier.JitterStrategy === 'FULL' ? random() : 1);
}
