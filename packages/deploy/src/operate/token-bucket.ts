import type { Wait } from '../aws/patience.js';

/** How many calls a service takes. */
export interface Pace {
  /** Calls at once, after a while without any. */
  readonly burst: number;
  /** Calls a second in the long run. */
  readonly perSecond: number;
}

/** Gives the way to ask for one call more: it resolves when the service takes it. `now` in milliseconds. */
export function tokenBucket({ burst, perSecond }: Pace, now: () => number, wait: Wait): () => Promise<void> {
  let tokens = burst;
  let filled = now();
  return async () => {
    const at = now();
    tokens = Math.min(burst, tokens + ((at - filled) / 1_000) * perSecond);
    filled = at;
    // Below zero: others wait already, and this one stands behind them.
    tokens -= 1;
    if (tokens < 0) await wait(Math.ceil((-tokens / perSecond) * 1_000));
  };
}
