import type { HistoryEvent } from './ports.js';

/** Events that a reader may lag behind before the execution waits for it. */
const AHEAD = 256;

/** The events of an execution for one reader, in order. An execution that is further ahead waits. */
export class EventFeed implements AsyncIterableIterator<HistoryEvent> {
  readonly #leave: (feed: EventFeed) => void;
  #events: HistoryEvent[] = [];
  #isOver = false;
  #failure: { readonly error: unknown } | undefined;
  /** The reader waits for an event, or for the end. */
  #reader: (() => void) | undefined;
  /** The execution waits for the reader. */
  #held: { readonly promise: Promise<void>; readonly release: () => void } | undefined;

  /** `leave` is called when the reader does not want more. */
  constructor(leave: (feed: EventFeed) => void) {
    this.#leave = leave;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Takes the next event; a promise where the reader is too far behind. */
  push(event: HistoryEvent): void | Promise<void> {
    if (this.#isOver) return undefined;
    this.#events.push(event);
    this.#wakeReader();
    if (this.#events.length < AHEAD) return undefined;
    this.#held ??= gate();
    return this.#held.promise;
  }

  /** No event comes any more; `failure` is thrown to the reader after the last. */
  end(failure?: { readonly error: unknown }): void {
    this.#isOver = true;
    this.#failure = failure;
    this.#wakeReader();
  }

  async next(): Promise<IteratorResult<HistoryEvent, undefined>> {
    while (this.#events.length === 0 && !this.#isOver) {
      await new Promise<void>((resolve) => (this.#reader = resolve));
    }
    const value = this.#events.shift();
    if (this.#events.length < AHEAD / 2) this.#release();
    if (value !== undefined) return { done: false, value };
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure.error;
    return { done: true, value: undefined };
  }

  /** The reader goes: the execution does not wait for it any more. */
  return(): Promise<IteratorResult<HistoryEvent, undefined>> {
    this.#leave(this);
    this.#events = [];
    this.end();
    this.#release();
    return Promise.resolve({ done: true, value: undefined });
  }

  #wakeReader(): void {
    this.#reader?.();
    this.#reader = undefined;
  }

  #release(): void {
    this.#held?.release();
    this.#held = undefined;
  }
}

function gate(): { readonly promise: Promise<void>; readonly release: () => void } {
  let release: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => (release = resolve));
  return { promise, release };
}
