import type { Clock } from '../ports.js';

/** Milliseconds for which a poll waits for work: GetActivityTask. */
const POLL = 60_000;

/** Work that lies in the queue of an activity. */
export interface Offer<W> {
  readonly work: W;
  /** Takes it out of the queue, where nobody has come for it. */
  readonly withdraw: () => void;
}

interface Queue<W> {
  /** Nobody has come for these yet. */
  readonly offers: Set<{ readonly work: W }>;
  /** Nothing has come for these yet. */
  readonly polls: Set<(work: W) => void>;
}

/** Queues of activities: work on one side, polling workers on the other. First come, first served, each work once. */
export class Activities<W> {
  readonly #clock: Clock;
  readonly #queues = new Map<string, Queue<W>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  offer(activity: string, work: W): Offer<W> {
    const queue = this.#queue(activity);
    const [poll] = queue.polls;
    if (poll !== undefined) {
      queue.polls.delete(poll);
      this.#tidy(activity);
      poll(work);
      return { work, withdraw: () => undefined };
    }
    const offer = { work };
    queue.offers.add(offer);
    return {
      work,
      withdraw: () => {
        queue.offers.delete(offer);
        this.#tidy(activity);
      },
    };
  }

  /** The oldest work, waited for 60 seconds; undefined when none has come, or when the signal aborts before. */
  poll(activity: string, signal?: AbortSignal): Promise<W | undefined> {
    const queue = this.#queue(activity);
    const [offer] = queue.offers;
    if (offer !== undefined && signal?.aborted !== true) {
      queue.offers.delete(offer);
      this.#tidy(activity);
      return Promise.resolve(offer.work);
    }
    return new Promise((resolve) => {
      const timer = new AbortController();
      const end = (work?: W): void => {
        queue.polls.delete(end);
        this.#tidy(activity);
        signal?.removeEventListener('abort', leave);
        timer.abort();
        resolve(work);
      };
      const leave = (): void => end();
      queue.polls.add(end);
      this.#clock.wait(POLL, timer.signal).then(leave, () => undefined);
      signal?.addEventListener('abort', leave, { once: true });
      if (signal?.aborted === true) leave();
    });
  }

  #queue(activity: string): Queue<W> {
    let queue = this.#queues.get(activity);
    if (queue === undefined) {
      queue = { offers: new Set(), polls: new Set() };
      this.#queues.set(activity, queue);
    }
    return queue;
  }

  #tidy(activity: string): void {
    const queue = this.#queues.get(activity);
    if (queue?.offers.size === 0 && queue.polls.size === 0) this.#queues.delete(activity);
  }
}
