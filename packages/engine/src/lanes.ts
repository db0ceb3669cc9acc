import { StateFailure, Stopped } from './failure.js';
import type { Pace } from './pace.js';
import type { Stop } from './stop.js';

/** How many may be under way at once. It may be changed while they are. */
export class Width {
  #most: number;
  /** Is told of a change. */
  changed: () => void = () => undefined;

  constructor(most: number) {
    this.#most = most;
  }

  get most(): number {
    return this.#most;
  }

  set most(most: number) {
    this.#most = most;
    this.changed();
  }
}

/** Work that is done many times, side by side. */
export interface Lanes<Piece> {
  /** The next piece of work, undefined when there is no more. It is asked for when it can begin. */
  next(): Piece | undefined | Promise<Piece | undefined>;
  readonly width: Width;
  readonly pace: Pace;
  /** Stops what is under way when one has failed. Released in the end. */
  readonly stop: Stop;
  work(piece: Piece): Promise<void>;
  /** A piece that was asked for and is not begun, because the work was stopped meanwhile. */
  skipped?(piece: Piece): void;
}

/** The numbers from 0 up to `count`, as pieces of work. */
export function upTo(count: number): () => number | undefined {
  let next = 0;
  return () => (next < count ? next++ : undefined);
}

/**
 * Does the work in as many lanes as are needed, so that memory is for what is under way. Work that throws stops the
 * rest, and so does `next`; when all lanes have ended, the first failure is thrown.
 */
export async function runLanes<Piece>(lanes: Lanes<Piece>): Promise<void> {
  const { width, pace, stop } = lanes;
  let active = 0;
  let failure: { readonly error: unknown } | undefined;
  let wake: () => void = () => undefined;

  const failed = (error: unknown): void => {
    // What a sibling's failure interrupted is no failure of its own; a broken port is worse than a failed state.
    if (error instanceof Stopped && error.reason === 'sibling-failed') return;
    if (failure === undefined || !(error instanceof StateFailure)) failure = { error };
    stop.stop('sibling-failed');
  };
  const ended = (): void => {
    active -= 1;
    pace.rest();
    wake();
  };
  const begin = (piece: Piece): void => {
    active += 1;
    // Without a function that waits, as there may be thousands under way.
    lanes.work(piece).then(ended, (error: unknown) => {
      failed(error);
      ended();
    });
  };
  const changed = (): Promise<void> => new Promise((resolve) => void (wake = resolve));
  width.changed = () => wake();

  const none = (error: unknown): Piece | undefined => {
    failed(error);
    return undefined;
  };
  const taken = (): Piece | undefined | Promise<Piece | undefined> => {
    try {
      const piece = lanes.next();
      return piece instanceof Promise ? piece.catch(none) : piece;
    } catch (error) {
      return none(error);
    }
  };

  // Whoever called waits for its lanes from here on.
  pace.rest();
  try {
    for (;;) {
      while (active >= width.most) await changed();
      const held = pace.begin();
      if (held !== undefined) await held;
      let piece = stop.reason === undefined ? taken() : undefined;
      // No turn is waited for where none is needed.
      if (piece instanceof Promise) piece = await piece;
      if (piece !== undefined && stop.reason !== undefined) {
        lanes.skipped?.(piece);
        piece = undefined;
      }
      if (piece === undefined) {
        pace.rest();
        break;
      }
      begin(piece);
    }
    while (active > 0) await changed();
  } finally {
    stop.release();
    pace.resume();
  }
  if (failure !== undefined) throw failure.error;
  stop.check();
}
