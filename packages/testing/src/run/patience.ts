import type { Clock } from '@flowmap/engine';
import { simulatedClock } from '@flowmap/engine';

/** Turns of the event loop that a task may take for something other than waiting on the clock. */
const TURNS = 300;

/**
 * Simulated time that lets tasks work: while one runs, time stands still for some turns of the event loop, since a task that
 * computes or reads is not seen by the clock, and its time limit, or that of an EXPRESS execution, would pass before it is done.
 */
export interface PatientClock extends Clock {
  /** Runs a task. */
  during<T>(task: () => Promise<T>): Promise<T>;
}

/** A simulated clock with patience. */
export function patientClock(): PatientClock {
  let running = 0;
  let turns = 0;
  const busy = (): Promise<void> | undefined => {
    turns += 1;
    if (running > 0 && turns < TURNS) return new Promise((resolve) => setImmediate(resolve));
    turns = 0;
    return undefined;
  };
  return {
    ...simulatedClock(undefined, busy),
    async during(task) {
      running += 1;
      turns = 0;
      try {
        return await task();
      } finally {
        running -= 1;
        turns = 0;
      }
    },
  };
}

/** Runs a task by a clock: with patience where that has any. */
export function runBy<T>(clock: Clock | PatientClock, task: () => Promise<T>): Promise<T> {
  return 'during' in clock ? clock.during(task) : task();
}
