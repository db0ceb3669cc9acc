import type { TaskClock } from './ports.js';

/** `setTimeout` fires at once for anything longer. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** The clock of this process, for the entries that run in one. */
export function processClock(): TaskClock {
  return {
    now: () => Date.now(),
    async wait(milliseconds, signal) {
      const end = Date.now() + milliseconds;
      for (let left = milliseconds; left > 0; left = end - Date.now())
        await timer(Math.min(left, LONGEST_TIMER), signal);
    },
  };
}

function timer(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(handle);
      reject(signal.reason as Error);
    };
    const handle = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
