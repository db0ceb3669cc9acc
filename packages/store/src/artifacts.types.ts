import type { Path } from '@flowmap/graph';
import type { StoredList, StoredOutcome, StoredValue, TaskRecord } from './artifact.js';
import type { TaskLog } from './task-log.js';

/**
 * Values in an object store, for one run. Made by `artifactsOf(objects, prefix)`, where `prefix` is `<deployment>/<run>`;
 * large values go under it. All methods throw `FlowError`s: `ARTIFACT_NOT_STORABLE` names the path of what cannot be stored.
 */
export interface Artifacts {
  /**
   * Stores a value. What `list` of `@flowmap/flow` made, anywhere in its objects, is stored as its items come, and loaded as a
   * {@link StoredCollection}; an error of its source is thrown as the `cause` of one that `isListSourceError` tells. `lists` are paths at which a list is expected that others will read item by item; such a list is
   * stored on its own unless the whole value is small. `name` begins the path in an error message: `start.out`. `inline` lowers
   * the bytes up to which a value counts as small: what shares an object with many others must be smaller.
   */
  store(
    value: unknown,
    options: { readonly name: string; readonly lists?: readonly Path[]; readonly inline?: number },
  ): Promise<StoredValue>;
  /** The value, or the part of it at a path (undefined where the path leads nowhere). */
  load(stored: StoredValue, path?: Path): Promise<unknown>;
  /** The list at a path. Throws `NOT_A_LIST`, naming `name`, where there is something else. */
  list(stored: StoredValue, path: Path, name: string): Promise<ListSource<unknown>>;
  /** Commits a task's record at its address; `exists` where another attempt was first. */
  commit(record: TaskRecord): Promise<'written' | 'exists'>;
  /** The committed record at an address. */
  record(address: string): Promise<TaskRecord | undefined>;
  /** Stores the outcomes of a batch as one object, outcomes in item order; `exists` as with `commit`. */
  putPack(address: string, outcomes: readonly StoredOutcome[]): Promise<'written' | 'exists'>;
  /** The outcomes of a batch, in one read. */
  pack(address: string): Promise<readonly StoredOutcome[] | undefined>;
  /** Leaves word of a failed attempt; the last one wins, and it commits nothing. */
  putFailure(address: string, failure: StoredOutcome & { readonly ok: false }): Promise<void>;
  failure(address: string): Promise<(StoredOutcome & { readonly ok: false }) | undefined>;
  /** Says where the log of an attempt is; the last word wins. */
  putLog(log: TaskLog): Promise<void>;
  /** Where the logs of a task's attempts are, in the order of these, as far as anything was said of them. */
  logs(address: string): Promise<readonly TaskLog[]>;
}

/** A list that is read in parts. */
export interface ListSource<T> {
  readonly count: number;
  /** Items [from, to), in order, holding a few at a time. */
  range(from: number, to: number): AsyncIterable<T>;
}

/** A list as a part of a value: read as it is used, as often as one likes. */
export interface StoredCollection<T> extends ListSource<T>, AsyncIterable<T> {
  toArray(): Promise<T[]>;
}

/** A reference to a list object, as `writeList` returns it. */
export type ListReference = Omit<StoredList, 'path'>;
