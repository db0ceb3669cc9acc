import { ERRORS, HeartbeatTimeout, StateFailure, Stopped } from './failure.js';
import type { Pace } from './pace.js';
import type { Clock } from './ports.js';
import type { Stop } from './stop.js';

/** Time limits on a piece of work, in milliseconds. */
export interface Limits {
  readonly clock: Clock;
  /** For all of it. */
  readonly whole: number | undefined;
  /** Between two of its heartbeats. Counts from the first. */
  readonly heartbeat: number | undefined;
}

/** Tells a piece of outside work that its answer is no longer wanted. Its signal is made when it is asked for. */
export class Interrupt {
  readonly #whole: Timer | undefined;
  readonly #pulse: Timer | undefined;
  #controller: AbortController | undefined;
  #reason: Error | undefined;

  constructor(whole: Timer | undefined, pulse: Timer | undefined) {
    this.#whole = whole;
    this.#pulse = pulse;
  }

  /** Stops all limits until what it returns is called. They then begin anew. */
  hold(): () => void {
    const held = [this.#whole, this.#pulse].filter((timer) => timer?.pause() === true);
    return () => held.forEach((timer) => timer?.start());
  }

  /** The work is alive: the limit of its heartbeats begins anew. */
  heartbeat(): void {
    this.#pulse?.pause();
    this.#pulse?.start();
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
export function interruptible<T>(
  stop: Stop,
  pace: Pace,
  work: (interrupt: Interrupt) => Promise<T>,
  limits?: Limits,
): Promise<T> {
  stop.check();
  pace.rest();
  return new Promise<T>((resolve, reject) => {
    const whole = timerOf(limits, limits?.whole, () => give(new StateFailure(ERRORS.timeout, '')));
    const pulse = timerOf(limits, limits?.heartbeat, () => give(new HeartbeatTimeout()));
    const interrupt = new Interrupt(whole, pulse);
    let isSettled = false;
    // Whoever waits goes on, whatever else is busy.
    const settle = (): boolean => {
      if (isSettled) return false;
      isSettled = true;
      leave();
      whole?.end();
      pulse?.end();
      pace.resume();
      return true;
    };
    const give = (reason: Error): void => {
      if (!settle()) return;
      reject(reason);
      interrupt.abort(reason);
    };
    const leave = stop.listen((reason) => give(new Stopped(reason)));
    whole?.start();
    const fail = (error: Error): void => {
      if (settle()) reject(error);
    };
    try {
      work(interrupt).then((value) => {
        if (settle()) resolve(value);
      }, fail);
    } catch (error) {
      // A port that throws instead of rejecting is treated alike.
      fail(error as Error);
    }
  });
}

function timerOf(limits: Limits | undefined, milliseconds: number | undefined, expired: () => void): Timer | undefined {
  return limits === undefined || milliseconds === undefined
    ? undefined
    : new Timer(limits.clock, milliseconds, expired);
}

/** Calls back when its time has passed, unless it has ended before. */
class Timer {
  readonly #clock: Clock;
  readonly #milliseconds: number;
  readonly #expired: () => void;
  #running: AbortController | undefined;
  #ended = false;

  constructor(clock: Clock, milliseconds: number, expired: () => void) {
    this.#clock = clock;
    this.#milliseconds = milliseconds;
    this.#expired = expired;
  }

  /** Begins with the whole time, unless it is running. */
  start(): void {
    if (this.#ended || this.#running !== undefined) return;
    const running = new AbortController();
    this.#running = running;
    this.#clock.wait(this.#milliseconds, running.signal).then(
      // A clock may not listen to its signal.
      () => running === this.#running && this.#expired(),
      () => undefined,
    );
  }

  /** Stops; true where it was running. */
  pause(): boolean {
    const running = this.#running;
    this.#running = undefined;
    running?.abort();
    return running !== undefined;
  }

  end(): void {
    this.#ended = true;
    this.pause();
  }
}

/** Waits on the clock; throws Stopped when stopped before. */
export function pause(clock: Clock, milliseconds: number, stop: Stop, pace: Pace): Promise<void> {
  return interruptible(stop, pace, ({ signal }) => clock.wait(milliseconds, signal));
}
