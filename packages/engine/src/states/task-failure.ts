import { StateFailure } from '../failure.js';

/**
 * There is nobody to do a task's work: a mistake of who runs the machine, not of the machine. No retrier and no catcher
 * sees it; `run` rejects with it.
 */
export class NoTaskHandler extends Error {
  override readonly name = 'NoTaskHandler';
}

/** A task that its worker, or the holder of its token, reported as failed: with an error and a cause, or without. */
export class ReportedFailure extends Error {
  override readonly name = 'ReportedFailure';
  readonly error: string | undefined;
  readonly explanation: string | undefined;

  constructor(error: string | undefined, explanation: string | undefined) {
    super(explanation);
    this.error = error;
    this.explanation = explanation;
  }
}

/** What a task handler threw, as the state's failure. */
export function failureOf(error: unknown): StateFailure {
  if (error instanceof StateFailure) return error;
  if (error instanceof ReportedFailure) return new StateFailure(error.error, error.explanation ?? '');
  if (typeof error !== 'object' || error === null) return new StateFailure('Error', String(error));
  const { name, message } = error as { readonly name?: unknown; readonly message?: unknown };
  return new StateFailure(
    typeof name === 'string' && name !== '' ? name : 'Error',
    typeof message === 'string' ? message : '',
  );
}
