/**
 * The results of a foreach, in item order, or a list that a step returned with `list`. It is read as it is used, a few objects at a
 * time, so a million results need no more memory than a hundred.
 */
export interface Collection<out T> extends AsyncIterable<T> {
  /** The number of items. */
  readonly count: number;
  /** All results at once: for collections that are known to be small. */
  toArray(): Promise<T[]>;
}

/** What is left of an error that crossed from one process to another. */
export interface TaskError {
  readonly name: string;
  readonly message: string;
  /** The stack with the author's own file names, where known. */
  readonly stack?: string;
  /** What the error carried beside its name and message. */
  readonly data?: unknown;
}

/** The result of one item of a foreach with `tolerate`: its value, or why there is none. */
export type Settled<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: TaskError };
