import type { StoredError } from '@flowmap/store';
import { describeError } from './describe-error.js';

/**
 * What {@link dispatch} throws, whatever went wrong: an error whose `name` is the one that a state machine matches in Retry and
 * Catch, with the author's message and stack.
 */
export class TaskFailure extends Error {
  /** What the error carried beside name and message. */
  readonly data: unknown;
  /** The error as data. */
  readonly error: StoredError;

  constructor(error: StoredError, options?: { readonly cause?: unknown }) {
    super(error.message, options);
    this.name = error.name;
    this.data = error.data;
    this.error = error;
    if (error.stack !== undefined) this.stack = error.stack;
    // A runtime that prints own properties would print all of it twice.
    Object.defineProperty(this, 'error', { enumerable: false });
  }
}

/** An item of an array job has failed after all attempts of its step: another worker would make the same of it. */
export class ItemFailure extends TaskFailure {}

/** Anything thrown as a {@link TaskFailure}; one that is one already stays as it is. */
export function taskFailure(thrown: unknown): TaskFailure {
  return thrown instanceof TaskFailure ? thrown : new TaskFailure(describeError(thrown), { cause: thrown });
}
