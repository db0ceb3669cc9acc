import type { TaskClock } from '../ports.js';

/** What is thrown when the time of an attempt is up; named as the service names it, so that Retry and Catch see the same. */
export class TimeLimitError extends Error {
  constructor(seconds: number) {
    super(`the attempt took longer than ${seconds} s`);
    this.name = 'States.Timeout';
  }
}

/**
 * Does work that may take so many seconds; without a number, as long as it likes. When the time is up, or `signal` aborts, the
 * work's own signal aborts and this rejects at once: work that does not listen goes on alone, and what it gives is lost.
 */
export async function withTimeLimit<T>(
  seconds: number | undefined,
  { clock, signal }: { readonly clock: TaskClock; readonly signal: AbortSignal },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const own = new AbortController();
  const waiting = new AbortController();
  const stop = (): void => own.abort(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    signal.throwIfAborted();
    const stopped = new Promise<never>((_, reject) => {
      own.signal.addEventListener('abort', () => reject(own.signal.reason as Error), { once: true });
    });
    stopped.catch(() => undefined);
    if (seconds !== undefined) {
      clock.wait(seconds * 1000, waiting.signal).then(
        () => own.abort(new TimeLimitError(seconds)),
        // The work ended in time.
        () => undefined,
      );
    }
    return await Promise.race([work(own.signal), stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
    waiting.abort();
  }
}
