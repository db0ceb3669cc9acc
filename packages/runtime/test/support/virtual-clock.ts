import type { TaskClock } from '../../src/ports.js';

/** A clock whose time passes only when everybody waits for it. */
export interface VirtualClock extends TaskClock {
  /** Lets time pass by hand, for work that does not wait. */
  advance(milliseconds: number): void;
}

interface Waiting {
  readonly until: number;
  readonly wake: () => void;
}

/** A clock that begins at `start` and jumps to the next wait when the program has nothing else to do. */
export function virtualClock(start: number): VirtualClock {
  let now = start;
  const waiting = new Set<Waiting>();
  let armed = false;
  const arm = (): void => {
    if (armed || waiting.size === 0) return;
    armed = true;
    // Two turns of the event loop let all that can go on without time do so.
    setImmediate(() => setImmediate(jump));
  };
  const jump = (): void => {
    armed = false;
    const next = [...waiting].sort((a, b) => a.until - b.until)[0];
    if (!next) return;
    now = Math.max(now, next.until);
    waiting.delete(next);
    next.wake();
    arm();
  };
  return {
    now: () => now,
    advance(milliseconds) {
      now += milliseconds;
    },
    wait: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        const stop = (): void => {
          waiting.delete(entry);
          reject(signal.reason as Error);
        };
        const entry: Waiting = {
          until: now + milliseconds,
          wake: () => {
            signal.removeEventListener('abort', stop);
            resolve();
          },
        };
        if (signal.aborted) {
          reject(signal.reason as Error);
          return;
        }
        signal.addEventListener('abort', stop, { once: true });
        waiting.add(entry);
        arm();
      }),
  };
}
