import type { Facts, Path } from '@flowmap/graph';

/**
 * Where a stored value is. Small values are inside the record that names them; large ones are objects of their own, named by
 * the hash of their bytes, so that two attempts write the same object. Only a list that is stored while it is read, and too long
 * to be held, has a name of its own in each attempt.
 */
export type StoredValue =
  /** The codec's text. `lists` as below. */
  | { readonly text: string; readonly lists?: readonly StoredList[] }
  /** An object that holds the codec's text. */
  | { readonly key: string; readonly bytes: number; readonly lists?: readonly StoredList[] };

/**
 * A list inside a value, stored on its own: encoded items in order, then an index of their offsets. Item i, or items from..to,
 * is two range reads at any item size. In the text of the value it stands as a hole that the reader fills.
 */
export interface StoredList {
  /** Where in the value it belongs. */
  readonly path: Path;
  readonly key: string;
  /** Number of items. */
  readonly count: number;
  /** Bytes of the items before the index begins. */
  readonly bytes: number;
  /** Whether a reader of the value gets it as a `StoredCollection` and not as an array. */
  readonly collection?: true;
}

/** What became of one item or task. */
export type StoredOutcome =
  | {
      readonly ok: true;
      readonly value: StoredValue;
      /** As in a {@link TaskRecord}. */
      readonly inputs?: string;
    }
  | { readonly ok: false; readonly error: StoredError };

/** An error as data: what crosses processes. */
export interface StoredError {
  readonly name: string;
  readonly message: string;
  /** With positions in the author's own files where source maps allow. */
  readonly stack?: string;
  readonly data?: unknown;
  /** In a failure that was left for readers: the address of the task that failed. */
  readonly task?: string;
}

/** The record of a task that ended well. Creating it, on the condition that there is none, is the task's only commit. */
export interface TaskRecord {
  readonly v: 1;
  readonly address: string;
  /** Attempts before the one that committed. */
  readonly try: number;
  /** ISO 8601. */
  readonly started: string;
  readonly ended: string;
  readonly facts?: Facts;
  readonly value: StoredValue;
  /**
   * The digest of what the step's code was given, by which a later run tells whether it may take this output. Absent: the output is
   * not to be taken, being that of a catch handler, of no step, or of a version that wrote no digests.
   */
  readonly inputs?: string;
  /** The run whose task did the work, where it was an earlier one; attempts and times are that task's. */
  readonly reused?: string;
}
