import type { Checksum, ChecksumAlgorithm } from './checksums.js';

/** What is to be an object. */
export interface NewObject {
  readonly key: string;
  readonly body: Buffer;
  /** With its quotes. */
  readonly etag: string;
  readonly lastModified: Date;
  /** What came with it and is given back: its type, metadata, encryption. */
  readonly headers: Readonly<Record<string, string>>;
  readonly checksum: Checksum | undefined;
}

/** An object that is there. */
export interface StoredObject extends Omit<NewObject, 'body'> {
  /** Bytes. */
  readonly size: number;
  /** Its bytes, or those from one position to another, both included. */
  read(first?: number, last?: number): Buffer;
}

/** A part of an upload. */
export interface StoredPart {
  readonly body: Buffer;
  readonly etag: string;
  readonly md5: Buffer;
  readonly checksum: Checksum | undefined;
  readonly lastModified: Date;
}

/** An upload that is going on. */
export interface StoredUpload {
  readonly id: string;
  readonly key: string;
  readonly parts: Map<number, StoredPart>;
  readonly headers: Readonly<Record<string, string>>;
  readonly algorithm: ChecksumAlgorithm | undefined;
  readonly checksumType: Checksum['type'];
  readonly initiated: Date;
}

/** The configurations of a bucket, by the name in the query: `lifecycle`. */
export interface Settings {
  get(name: string): string | undefined;
  set(name: string, document: string): unknown;
  /** Takes one away, also one that a new bucket has. */
  takeAway(name: string): void;
  /** Whether one was taken away, and has not been set since. */
  isTakenAway(name: string): boolean;
}

/** A bucket. What it does is done when the call returns, so that a request sees one state of it. */
export interface Bucket {
  readonly name: string;
  readonly region: string;
  /** Whether it is another account's. */
  readonly isForeign: boolean;
  readonly created: Date;
  readonly settings: Settings;
  /** Uploads that were neither completed nor aborted, by their ids. */
  readonly uploads: Map<string, StoredUpload>;
  get(key: string): StoredObject | undefined;
  hold(object: NewObject): void;
  remove(key: string): void;
  /** How often an object of this key was removed. */
  removals(key: string): number;
  /** The keys that begin so, by the bytes of their UTF-8. */
  keys(prefix: string): readonly string[];
}

/** All buckets. */
export interface Buckets {
  find(name: string): Bucket | undefined;
  create(name: string, options: { readonly region: string }): Bucket;
  drop(name: string): void;
  /** Sorted. */
  names(): readonly string[];
}
