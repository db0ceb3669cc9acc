import type { TaskPorts } from '../ports.js';

/** How long a task may go on taking what is finished. */
export interface TimeLeft {
  /** Whether there is time for more. Throws the reason of the signal when that has aborted. */
  more(): boolean;
}

/** Share of the time at hand that is kept for whatever comes behind it. */
const KEPT_SHARE = 0.3;

/**
 * The time in which a task looks for what is finished: what is left until its worker is stopped, or until the attempt of its step has to
 * have ended; `timeout` is how many seconds that one has from now on. What was not looked at by then is started.
 */
export function timeFor({
  clock,
  signal,
  deadline = Infinity,
  timeout = Infinity,
}: Pick<TaskPorts, 'clock' | 'signal' | 'deadline'> & { readonly timeout?: number | undefined }): TimeLeft {
  const begun = clock.now();
  const end = begun + Math.min(deadline - begun, timeout * 1000) * (1 - KEPT_SHARE);
  return {
    more() {
      signal.throwIfAborted();
      return clock.now() < end;
    },
  };
}
