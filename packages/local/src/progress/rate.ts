/** How fast something goes. */
export interface Rate {
  /**
   * How many a second: while it runs, over the last ten seconds; at its end, over all of its time.
   * Undefined before there is anything to tell.
   */
  of(done: number, started: number, now: number, running: boolean): number | undefined;
}

const WINDOW_MS = 10_000;
const SPACING_MS = 500;

/** Measures a rate from the numbers that it is asked with. Holds some twenty samples, however long it runs. */
export function measureRate(): Rate {
  const samples: { readonly at: number; readonly done: number }[] = [];
  return {
    of(done, started, now, running) {
      if (!running) return done === 0 || now <= started ? undefined : (done / (now - started)) * 1000;
      const last = samples.at(-1);
      if (!last || now - last.at >= SPACING_MS) samples.push({ at: now, done });
      while (samples.length > 2 && now - (samples[1]?.at ?? now) >= WINDOW_MS) samples.shift();
      const first = samples[0];
      const from = first && now - started > WINDOW_MS ? first : { at: started, done: 0 };
      if (done === 0 || now <= from.at) return undefined;
      return ((done - from.done) / (now - from.at)) * 1000;
    },
  };
}
