import type { StepNode } from '@flowmap/graph';

/** Shortest that the service takes. Source: AWS Batch API reference, JobTimeout. */
const SHORTEST = 60;

/** Seconds for a worker to start and to store what it has, beside the attempts that it makes. */
const AROUND = 60;

/** A limit beyond this is none: the longest wait of the state machine, a year and a day. */
const LONGEST = 31_622_400;

/**
 * After how many seconds a container is stuck whose worker makes all attempts of a step for one item, waits included. The worker
 * keeps the time limit of each by itself, but cannot end code that never lets it run. Undefined without a limit, and with a
 * catch handler, which has none.
 */
export function longestAttempt({ timeoutSeconds, retry, catch: handler }: StepNode): number | undefined {
  if (timeoutSeconds === undefined || handler) return undefined;
  const { attempts = 1, delaySeconds = 1, backoff = 2, maxDelaySeconds = Infinity } = retry ?? {};
  let seconds = AROUND;
  for (let attempt = 1; attempt <= attempts && seconds <= LONGEST; attempt++) {
    if (attempt > 1) seconds += Math.min(delaySeconds * backoff ** (attempt - 2), maxDelaySeconds);
    seconds += timeoutSeconds;
  }
  return seconds > LONGEST ? undefined : Math.max(SHORTEST, Math.ceil(seconds));
}
