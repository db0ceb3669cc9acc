/** Error names of the service that the engine raises. */
export const ERRORS = {
  runtime: 'States.Runtime',
  query: 'States.QueryEvaluationError',
  dataLimit: 'States.DataLimitExceeded',
  timeout: 'States.Timeout',
  heartbeat: 'States.HeartbeatTimeout',
  taskFailed: 'States.TaskFailed',
  threshold: 'States.ExceedToleratedFailureThreshold',
  itemReader: 'States.ItemReaderFailed',
  resultWriter: 'States.ResultWriterFailed',
  referencePath: 'States.ReferencePathConflict',
  all: 'States.ALL',
} as const;

/** A state has failed: what Retry and Catch look at. */
export class StateFailure extends Error {
  override readonly name = 'StateFailure';
  /** Error of the state; a Fail state may have none. */
  readonly error: string | undefined;
  readonly explanation: string | undefined;
  /** True for what no retrier and no catcher ever sees: it ends the execution. */
  readonly fatal: boolean;

  constructor(error: string | undefined, explanation: string | undefined, fatal = false) {
    super(`${error ?? 'no error name'}: ${explanation ?? ''}`);
    this.error = error;
    this.explanation = explanation;
    this.fatal = fatal;
  }
}

/**
 * The failure of a task that has sent no heartbeat for HeartbeatSeconds. It is reported as States.Timeout, as recorded;
 * a retrier or catcher may name it States.HeartbeatTimeout too, as documented.
 */
export class HeartbeatTimeout extends StateFailure {
  constructor() {
    super(ERRORS.timeout, '');
  }
}

/** Why work was stopped from outside of it. */
export type StopReason = 'aborted' | 'timed-out' | 'sibling-failed';

/** Thrown by what was stopped from outside; never caught by a state. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
  readonly reason: StopReason;

  constructor(reason: StopReason) {
    super(reason);
    this.reason = reason;
  }
}

/** The failure of a payload over the limit; `subject` is the state or the service that produced it. */
export function dataLimitExceeded(subject: string, fatal = true): StateFailure {
  return new StateFailure(
    ERRORS.dataLimit,
    `The state/task '${subject}' returned a result with a size exceeding the maximum number of bytes service limit.`,
    fatal,
  );
}
