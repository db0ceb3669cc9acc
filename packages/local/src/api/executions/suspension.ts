import type { RealClock } from '../../clock.js';

/**
 * The end of the process, seen from an execution: from then on nothing outside answers it any more, so it neither goes on nor ends, and
 * its journal stays as it is. The next server goes on from there.
 */
export class Suspension {
  readonly #under = new Set<AbortController>();
  #hasBegun = false;

  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** Ends all that is under way outside. */
  begin(): void {
    this.#hasBegun = true;
    for (const controller of [...this.#under]) controller.abort(new Error('the server closes'));
  }

  /**
   * Does something outside that ends with its signal: when `signal` aborts, or when the server closes. In the second case nobody gets an
   * answer, for ever.
   */
  async during<T>(signal: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (this.#hasBegun) return await never<T>();
    const own = new AbortController();
    const abort = (): void => own.abort(signal?.reason);
    if (signal?.aborted === true) abort();
    signal?.addEventListener('abort', abort, { once: true });
    this.#under.add(own);
    try {
      const answer = await work(own.signal);
      return this.hasBegun ? await never<T>() : answer;
    } catch (error) {
      if (this.hasBegun) return await never<T>();
      throw error;
    } finally {
      this.#under.delete(own);
      signal?.removeEventListener('abort', abort);
    }
  }

  /** What is never answered: it belongs to the next server. */
  forEver(): Promise<never> {
    return never();
  }

  /** A clock whose waits end with the server. */
  clock(clock: RealClock): RealClock {
    return {
      now: () => clock.now(),
      wait: (milliseconds, signal) => this.during(signal, (own) => clock.wait(milliseconds, own)),
    };
  }
}

function never<T>(): Promise<T> {
  return new Promise(() => undefined);
}
