import { ERRORS, StateFailure, Stopped } from './failure.js';
import type { Clock } from './ports.js';
import type { Stop } from './stop.js';

/** A time limit on a piece of work. */
export interface Deadline {
  readonly clock: Clock;
  readonly milliseconds: number;
}

/**
 * Runs outside work so that neither a stop nor a deadline has to wait for it: its signal aborts, and what it still
 * answers afterwards is dropped.
 */
export function interruptible<T>(
  stop: Stop,
  work: (signal: AbortSignal) => Promise<T>,
  deadline?: Deadline,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    stop.check();
    const controller = new AbortController();
    const timer = deadline === undefined ? undefined : new AbortController();
    let leave: () => void = () => undefined;
    const settle = (): void => {
      leave();
      timer?.abort();
    };
    const interrupt = (reason: Error): void => {
      settle();
      reject(reason);
      controller.abort(reason);
    };
    leave = stop.listen((reason) => interrupt(new Stopped(reason)));
    if (deadline !== undefined && timer !== undefined) {
      deadline.clock.wait(deadline.milliseconds, timer.signal).then(
        () => interrupt(new StateFailure(ERRORS.timeout, '')),
        () => undefined,
      );
    }
    const answer = started(work, controller.signal);
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
async function started<T>(work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
  return await work(signal);
}

/** Waits on the clock; throws Stopped when stopped before. */
export function pause(clock: Clock, milliseconds: number, stop: Stop): Promise<void> {
  return interruptible(stop, (signal) => clock.wait(milliseconds, signal));
}
