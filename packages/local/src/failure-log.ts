import type { Outcome } from '@flowmap/engine';
import type { StateFailure } from './task-port.js';

/** Remembers the failures of tasks, to find the one that failed a run. */
export interface FailureLog {
  add(failure: StateFailure): void;
  /** The failure that an outcome speaks of; else the last one, as the example that a general error has. */
  behind(outcome: Outcome): StateFailure | undefined;
}

/** Failures that are remembered: in a wide fan-out many fail before the first one fails the run. */
const KEPT = 1000;

/** Opens a log of failures. It keeps the last thousand. */
export function openFailureLog(): FailureLog {
  const kept = new Map<string, StateFailure>();
  let last: StateFailure | undefined;
  const keyOf = (error = '', cause = ''): string => `${error}\n${cause}`;
  return {
    add(failure) {
      last = failure;
      const key = keyOf(failure.error, failure.cause);
      if (kept.has(key)) return;
      kept.set(key, failure);
      const oldest = kept.keys().next();
      if (kept.size > KEPT && !oldest.done) kept.delete(oldest.value);
    },
    behind(outcome) {
      if (outcome.status !== 'FAILED') return undefined;
      const { error, cause } = outcome;
      const known = kept.get(keyOf(error, cause));
      if (known) return known;
      // Only these errors are about other tasks' failures; any other has its reason in itself.
      return error === 'States.ExceedToleratedFailureThreshold' || error?.startsWith('Flowmap.') ? last : undefined;
    },
  };
}
