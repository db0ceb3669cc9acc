import type { Retry } from '@flowmap/graph';

/** Whether an error is worth another attempt, after `attempts` of them. Names match as the service matches them. */
export function isWorthAnother(retry: Retry | undefined, attempts: number, name: string): boolean {
  if (!retry || attempts >= retry.attempts) return false;
  return (retry.on ?? ['States.ALL']).some((wanted) => matches(wanted, name));
}

/** The wait before the next attempt, in milliseconds, after `attempts` of them. Unlike the service it knows parts of seconds. */
export function delayAfter(retry: Retry, attempts: number): number {
  const { delaySeconds = 1, backoff = 2, maxDelaySeconds = Infinity } = retry;
  return Math.min(delaySeconds * backoff ** (attempts - 1), maxDelaySeconds) * 1000;
}

function matches(wanted: string, name: string): boolean {
  if (wanted === 'States.ALL' || wanted === name) return true;
  // "Matches any error except States.Timeout." AWS Step Functions developer guide, "Error names".
  return wanted === 'States.TaskFailed' && name !== 'States.Timeout';
}
