import { StateFailure, Stopped } from './failure.js';
import type { Pace } from './pace.js';
import type { Stop } from './stop.js';

/** Work that is done many times, side by side. */
export interface Lanes {
  readonly count: number;
  /** How many may be under way at once. */
  readonly width: number;
  readonly pace: Pace;
  /** Stops what is under way when one has failed. Released in the end. */
  readonly stop: Stop;
  /** Number 0 to count-1, begun in this order. */
  work(index: number): Promise<void>;
}

/**
 * Does the work in as many lanes as are needed, so that memory is for what is under way. Work that throws stops the
 * rest; when all lanes have ended, the first failure is thrown.
 */
export async function runLanes(lanes: Lanes): Promise<void> {
  const { count, width, pace, stop } = lanes;
  let active = 0;
  let failure: { readonly error: unknown } | undefined;
  let wake: () => void = () => undefined;

  const one = async (index: number): Promise<void> => {
    try {
      await lanes.work(index);
    } catch (error) {
      // What a sibling's failure interrupted is no failure of its own; a broken port is worse than a failed state.
      if (!(error instanceof Stopped && error.reason === 'sibling-failed')) {
        if (failure === undefined || !(error instanceof StateFailure)) failure = { error };
        stop.stop('sibling-failed');
      }
    }
    active -= 1;
    pace.rest();
    wake();
  };
  const changed = (): Promise<void> => new Promise((resolve) => void (wake = resolve));

  // Whoever called waits for its lanes from here on.
  pace.rest();
  try {
    for (let index = 0; index < count; index += 1) {
      while (active >= width) await changed();
      const held = pace.begin();
      if (held !== undefined) await held;
      if (stop.reason !== undefined) {
        pace.rest();
        break;
      }
      active += 1;
      void one(index);
    }
    while (active > 0) await changed();
  } finally {
    stop.release();
    pace.resume();
  }
  if (failure !== undefined) throw failure.error;
  stop.check();
}
