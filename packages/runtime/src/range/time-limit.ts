import type { TaskClock } from '../ports.js';

/** What is thrown when the time of an attempt is up; named as the service names it, so that Retry and Catch see the same. */
export class TimeLimitError extends Error {
  constructor(seconds: number) {
    super(`the attempt took longer than ${seconds} s`);
    this.name = 'States.Timeout';
  }
}

/**
 * Does work that may take so many seconds; without a number, as long as it likes. When the time is up the work's own signal aborts
 * and this rejects at once: work that does not listen goes on alone, and what it gives is lost. When `signal` aborts, so does
 * the work's own.
 */
export async function withTimeLimit<T>(
  seconds: number | undefined,
  { clock, signal }: { readonly clock: TaskClock; readonly signal: AbortSignal },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  if (seconds === undefined) return work(signal);
  const own = new AbortController();
  const waiting = new AbortController();
  const stop = (): void => own.abort(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    const stopped = new Promise<never>((_, reject) => {
      own.signal.addEventListener('abort', () => reject(own.signal.reason as Error), { once: true });
    });
    clock.wait(seconds * 1000, waiting.signal).then(
      () => own.abort(new TimeLimitError(seconds)),
      // The work ended in time.
      () => undefined,
    );
    return await Promise.race([work(own.signal), stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
    // With a reason: making one, with its stack, would cost more than all the rest here.
    waiting.abort(ENDED);
  }
}

const ENDED = new Error('the work has ended');
