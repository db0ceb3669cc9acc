import type { Abortion } from './abortion.js';
import { Stopped, type StopReason } from './failure.js';

type Listener = (reason: StopReason) => void;

/** Stops a piece of work and all that was started inside it. Lighter than an AbortSignal for each state. */
export class Stop {
  #reason: StopReason | undefined;
  #abortion: Abortion | undefined;
  /** Most have one listener at a time, and there are many: a set is made for the second. */
  #listener: Listener | undefined;
  #others: Set<Listener> | undefined;
  readonly #leave: (() => void) | undefined;

  /** `parent` stops this one too, until `release`. */
  constructor(parent?: Stop) {
    if (parent === undefined) return;
    this.#reason = parent.reason;
    if (this.#reason === undefined) this.#leave = parent.listen((reason) => this.stop(reason));
  }

  get reason(): StopReason | undefined {
    return this.#reason;
  }

  /** What whoever aborted it said of it. */
  get abortion(): Abortion | undefined {
    return this.#abortion;
  }

  /** The first reason counts; further calls do nothing. */
  stop(reason: StopReason, abortion?: Abortion): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    this.#abortion = abortion;
    const listeners = [this.#listener, ...(this.#others ?? [])];
    this.#listener = undefined;
    this.#others = undefined;
    for (const listener of listeners) listener?.(reason);
  }

  /** Calls back once, when stopped. Returns how to leave. */
  listen(listener: Listener): () => void {
    if (this.#listener === undefined) {
      this.#listener = listener;
      return () => {
        if (this.#listener === listener) this.#listener = undefined;
      };
    }
    this.#others ??= new Set();
    this.#others.add(listener);
    return () => void this.#others?.delete(listener);
  }

  /** Throws when stopped. */
  check(): void {
    if (this.#reason !== undefined) throw new Stopped(this.#reason);
  }

  /** Forgets the parent: the work has ended. */
  release(): void {
    this.#leave?.();
  }
}
