/** An object in a list of a bucket. It goes to the children of a map as it is. */
export interface ListedObject {
  readonly Key: string;
  /** Bytes. */
  readonly Size: number;
  /** With the quotes that it has in the API's answer: `"\"05704fbd...\""`. */
  readonly Etag: string;
  /** Seconds since the epoch. */
  readonly LastModified: number;
  /** `STANDARD` */
  readonly StorageClass: string;
}

/** An object that is being read. */
export interface StoredObject {
  /** Bytes of the whole object, also where a range of it is read. */
  readonly size: number;
  /** Its bytes, or the range's. What is not read to its end is left. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** What to read of an object. */
export interface ObjectChoice {
  /** Default: the newest. */
  readonly versionId?: string;
  /** Bytes from `start`, up to and without `end`. Default: all. */
  readonly range?: { readonly start: number; readonly end: number };
}

/** An object that is written piece by piece and is there when it is complete. */
export interface ObjectUpload {
  write(part: Uint8Array): Promise<void>;
  complete(): Promise<void>;
  /** Leaves nothing behind. */
  abort(): Promise<void>;
}

/**
 * Buckets, as item readers and result writers use them. What a method throws fails the map with
 * States.ItemReaderFailed or States.ResultWriterFailed; its message becomes the Cause.
 */
export interface ObjectStorage {
  /** All objects whose keys begin with the prefix, in the order of their keys. */
  list(bucket: string, prefix: string): AsyncIterable<ListedObject>;
  get(bucket: string, key: string, choice?: ObjectChoice): Promise<StoredObject>;
  put(bucket: string, key: string, body: Uint8Array): Promise<void>;
  /** Begins to write an object of any size. Without this method a result file is held in memory until it is whole. */
  upload?(bucket: string, key: string): Promise<ObjectUpload>;
}
