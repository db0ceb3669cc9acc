/** The time of this machine, as the engine and the tasks take it. */
export interface RealClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after so many milliseconds, or rejects with the signal's reason. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** `setTimeout` fires at once for anything longer. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** The clock of this machine. Waits of more than 24 days are made of several timers. */
export function realClock(): RealClock {
  return {
    now: () => Date.now(),
    async wait(milliseconds, signal) {
      const end = Date.now() + milliseconds;
      for (;;) {
        const left = end - Date.now();
        await timer(Math.max(0, Math.min(left, LONGEST_TIMER)), signal);
        if (left <= LONGEST_TIMER) return;
      }
    },
  };
}

function timer(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(handle);
      reject(signal.reason instanceof Error ? signal.reason : new Error('the wait was stopped'));
    };
    if (signal.aborted) {
      reject(signal.reason instanceof Error ? signal.reason : new Error('the wait was stopped'));
      return;
    }
    const handle = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', stop, { once: true });
  });
}
