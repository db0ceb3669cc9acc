import type { JobAttempt, RetryStrategy } from './job-record.js';

/**
 * Whether another attempt is made after one that failed: where no rule fits, as long as there are attempts. Source: AWS Batch API reference,
 * EvaluateOnExit.
 */
export function isTriedAgain(
  { attempts = 1, evaluateOnExit = [] }: RetryStrategy,
  made: readonly JobAttempt[],
): boolean {
  const last = made.at(-1);
  if (last === undefined || made.length >= attempts) return false;
  const rule = evaluateOnExit.find(
    ({ onExitCode, onReason, onStatusReason }) =>
      fits(onExitCode, String(last.exitCode ?? '')) &&
      fits(onReason, last.reason ?? '') &&
      fits(onStatusReason, STATUS_REASON),
  );
  return rule?.action.toUpperCase() !== 'EXIT';
}

/** What a job says whose container has ended. */
export const STATUS_REASON = 'Essential container in task exited';

/** A pattern may end in an asterisk. */
function fits(pattern: string | undefined, text: string): boolean {
  if (pattern === undefined) return true;
  return pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : text === pattern;
}
