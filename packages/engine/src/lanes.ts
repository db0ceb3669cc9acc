import { StateFailure, Stopped } from './failure.js';
import type { Stop } from './stop.js';

/**
 * Runs work 0..count-1 in `width` lanes, each taking the next number when it is free: memory is for what is in flight.
 * Work that throws stops the rest through `stop`; when all lanes have ended, the first failure is thrown.
 * `lane` is made once for each lane and handed to each piece of its work.
 */
export async function runLanes<Lane>(
  count: number,
  width: number,
  stop: Stop,
  lane: () => Lane,
  work: (index: number, lane: Lane) => Promise<void>,
): Promise<void> {
  let next = 0;
  let failure: unknown;
  let hasFailed = false;
  const run = async (): Promise<void> => {
    const own = lane();
    while (next < count && stop.reason === undefined) {
      const index = next;
      next += 1;
      try {
        await work(index, own);
      } catch (error) {
        // What a sibling's failure interrupted is no failure of its own.
        if (error instanceof Stopped && error.reason === 'sibling-failed') return;
        if (!hasFailed || (failure instanceof StateFailure && !(error instanceof StateFailure))) failure = error;
        hasFailed = true;
        stop.stop('sibling-failed');
        return;
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(width, count) }, run));
  } finally {
    stop.release();
  }
  if (hasFailed) throw failure;
  stop.check();
}
