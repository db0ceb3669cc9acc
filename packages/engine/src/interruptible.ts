import { ERRORS, StateFailure, Stopped } from './failure.js';
import type { Pace } from './pace.js';
import type { Clock } from './ports.js';
import type { Stop } from './stop.js';

/** A time limit on a piece of work. */
export interface Deadline {
  readonly clock: Clock;
  readonly milliseconds: number;
}

/**
 * Tells a piece of outside work that its answer is no longer wanted. Its signal is made when it is asked for. `hold` stops
 * the deadline until what it returns is called.
 */
export class Interrupt {
  readonly hold: () => () => void;
  #controller: AbortController | undefined;
  #reason: Error | undefined;

  constructor(hold: () => () => void) {
    this.hold = hold;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#reason !== undefined) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  abort(reason: Error): void {
    this.#reason = reason;
    this.#controller?.abort(reason);
  }
}

/**
 * Runs outside work so that neither a stop nor a deadline has to wait for it: it is interrupted, and what it still
 * answers afterwards is dropped.
 */
export async function interruptible<T>(
  stop: Stop,
  pace: Pace,
  work: (interrupt: Interrupt) => Promise<T>,
  deadline?: Deadline,
): Promise<T> {
  stop.check();
  pace.rest();
  try {
    return await race(stop, work, deadline);
  } finally {
    pace.resume();
  }
}

function race<T>(stop: Stop, work: (interrupt: Interrupt) => Promise<T>, deadline?: Deadline): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const expired = (): void => give(new StateFailure(ERRORS.timeout, ''));
    const timer = deadline === undefined ? undefined : new Timer(deadline, expired);
    const interrupt = new Interrupt(() => timer?.hold() ?? (() => undefined));
    let leave: () => void = () => undefined;
    const settle = (): void => {
      leave();
      timer?.end();
    };
    const give = (reason: Error): void => {
      settle();
      reject(reason);
      interrupt.abort(reason);
    };
    leave = stop.listen((reason) => give(new Stopped(reason)));
    timer?.start();
    const answer = started(work, interrupt);
    answer.then(
      (value) => {
        settle();
        resolve(value);
      },
      () => {
        settle();
        resolve(answer);
      },
    );
  });
}

/** Calls back when a deadline has passed, unless it has ended before. */
class Timer {
  readonly #deadline: Deadline;
  readonly #expired: () => void;
  #running: AbortController | undefined;
  #ended = false;

  constructor(deadline: Deadline, expired: () => void) {
    this.#deadline = deadline;
    this.#expired = expired;
  }

  start(): void {
    if (this.#ended || this.#running !== undefined) return;
    const running = new AbortController();
    this.#running = running;
    this.#deadline.clock.wait(this.#deadline.milliseconds, running.signal).then(
      // A clock may not listen to its signal.
      () => running === this.#running && this.#expired(),
      () => undefined,
    );
  }

  hold(): () => void {
    this.#stop();
    return () => this.start();
  }

  end(): void {
    this.#ended = true;
    this.#stop();
  }

  #stop(): void {
    const running = this.#running;
    this.#running = undefined;
    running?.abort();
  }
}

/** A port that throws instead of rejecting is treated alike. */
async function started<T>(work: (interrupt: Interrupt) => Promise<T>, interrupt: Interrupt): Promise<T> {
  return await work(interrupt);
}

/** Waits on the clock; throws Stopped when stopped before. */
export function pause(clock: Clock, milliseconds: number, stop: Stop, pace: Pace): Promise<void> {
  return interruptible(stop, pace, ({ signal }) => clock.wait(milliseconds, signal));
}
