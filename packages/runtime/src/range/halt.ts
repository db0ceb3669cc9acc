import { setMaxListeners } from 'node:events';
import type { StoredError } from '@flowmap/store';
import type { TaskPorts } from '../ports.js';

/** Why a range ended before all of its items did. */
export type Halt =
  /** An item failed, and none may: what is under way is finished. */
  | { readonly why: 'failed'; readonly error: StoredError }
  /** The worker will soon be stopped. */
  | { readonly why: 'deadline' }
  /** Whoever asked will soon not wait for the answer any more: nobody asks again. */
  | { readonly why: 'over' }
  /** The task was given up, or the stores do not work: nothing is waited for. */
  | { readonly why: 'broken'; readonly error: unknown };

/** Watches over a range: whether it goes on, and the signal for what is under way. */
export interface Watch {
  /** The first reason to stop, if there is one. */
  readonly halt: Halt | undefined;
  /** Aborts when what is under way is not waited for any longer. */
  readonly signal: AbortSignal;
  stop(halt: Halt): void;
  /** Ends the watch. */
  close(): void;
}

/** Share of the time at hand, and at most how much of it, that is kept for storing what there is. */
const MARGIN_SHARE = 0.1;
const LONGEST_MARGIN = 10_000;

/**
 * Begins to watch. Before the deadline it stops twice: at the beginning of the margin no item is begun any more, in the middle of
 * it those under way are given up.
 *
 * @param by when the answer must have come. It is a deadline too, behind which there is no other attempt.
 */
export function watchOver(
  { clock, deadline: stopped = Infinity, signal }: Pick<TaskPorts, 'clock' | 'deadline' | 'signal'>,
  by: number = Infinity,
): Watch {
  const deadline = Math.min(stopped, by);
  const work = new AbortController();
  // Each item under way listens to it; Node would take more than ten for a leak, and say so in the author's log.
  setMaxListeners(Infinity, work.signal);
  const timers = new AbortController();
  let halt: Halt | undefined;
  const stop = (reason: Halt): void => {
    halt ??= reason;
    if (reason.why === 'broken') work.abort(reason.error);
  };
  const at = (time: number, act: () => void): void => {
    clock.wait(Math.max(0, time - clock.now()), timers.signal).then(act, () => undefined);
  };
  const given = (): void => stop({ why: 'broken', error: signal.reason });
  if (signal.aborted) given();
  else signal.addEventListener('abort', given, { once: true });
  if (deadline !== Infinity) {
    const margin = Math.min(LONGEST_MARGIN, Math.max(0, deadline - clock.now()) * MARGIN_SHARE);
    at(deadline - margin, () => stop({ why: by <= stopped ? 'over' : 'deadline' }));
    at(deadline - margin / 2, () => work.abort(new Error('the worker will soon be stopped')));
  }
  return {
    get halt() {
      return halt;
    },
    signal: work.signal,
    stop,
    close() {
      // With a reason: making one, with its stack, would cost a short range more than its items.
      timers.abort(ENDED);
      signal.removeEventListener('abort', given);
    },
  };
}

const ENDED = new Error('the range has ended');
