import { ERRORS, StateFailure, Stopped } from './failure.js';
import type { Pace } from './pace.js';
import type { Clock } from './ports.js';
import type { Stop } from './stop.js';

/** A time limit on a piece of work. */
export interface Deadline {
  readonly clock: Clock;
  readonly milliseconds: number;
}

/** Tells a piece of outside work that its answer is no longer wanted. Its signal is made when it is asked for. */
export class Interrupt {
  #controller: AbortController | undefined;
  #reason: Error | undefined;

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
    const interrupt = new Interrupt();
    const timer = deadline === undefined ? undefined : new AbortController();
    let leave: () => void = () => undefined;
    const settle = (): void => {
      leave();
      timer?.abort();
    };
    const give = (reason: Error): void => {
      settle();
      reject(reason);
      interrupt.abort(reason);
    };
    leave = stop.listen((reason) => give(new Stopped(reason)));
    if (deadline !== undefined && timer !== undefined) {
      deadline.clock.wait(deadline.milliseconds, timer.signal).then(
        () => give(new StateFailure(ERRORS.timeout, '')),
        () => undefined,
      );
    }
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

/** A port that throws instead of rejecting is treated alike. */
async function started<T>(work: (interrupt: Interrupt) => Promise<T>, interrupt: Interrupt): Promise<T> {
  return await work(interrupt);
}

/** Waits on the clock; throws Stopped when stopped before. */
export function pause(clock: Clock, milliseconds: number, stop: Stop, pace: Pace): Promise<void> {
  return interruptible(stop, pace, ({ signal }) => clock.wait(milliseconds, signal));
}
