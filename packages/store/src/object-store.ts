/**
 * Bytes by key. Keys are `/`-separated, relative, at most 1,024 bytes of UTF-8. Every implementation passes the contract suite
 * `describeObjectStore` of `@flowmap/testing`.
 */
export interface ObjectStore {
  /** The object, or bytes `first` to `last` (both included) of it; undefined where there is none. */
  get(key: string, options?: ReadOptions): Promise<Uint8Array | undefined>;
  /** The object in chunks, as a reader takes them. Throws `OBJECT_NOT_FOUND` where there is none. */
  read(key: string, options?: { readonly signal?: AbortSignal }): AsyncIterable<Uint8Array>;
  /**
   * Writes an object, whole or not at all: nobody ever reads a part of it. With `ifAbsent`, answers `exists` and leaves
   * the object alone where one is already there; of several such writers at once exactly one gets `written`.
   */
  put(key: string, body: Uint8Array | AsyncIterable<Uint8Array>, options?: WriteOptions): Promise<'written' | 'exists'>;
  /** Keys that begin with `prefix`, in the order of their UTF-8 bytes. */
  list(prefix: string): AsyncIterable<{ readonly key: string; readonly size: number }>;
  /** Removes what is there of these; missing keys are no error. */
  remove(keys: readonly string[]): Promise<void>;
}

/** How to read. */
export interface ReadOptions {
  /** Positions of the first and the last byte wanted. A range beyond the end gives what there is. */
  readonly range?: readonly [first: number, last: number];
  readonly signal?: AbortSignal;
}

/** How to write. */
export interface WriteOptions {
  readonly ifAbsent?: boolean;
  readonly signal?: AbortSignal;
}
