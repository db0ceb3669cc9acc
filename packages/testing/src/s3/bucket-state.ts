import { compareKeys } from '@flowmap/store';
import type { Checksum, ChecksumAlgorithm } from './checksums.js';
import type { S3Bucket, S3Buckets, S3Object, S3Upload } from './s3-server.types.js';

/** An object with what only the server looks at. */
export interface StoredObject extends S3Object {
  readonly body: Buffer;
  readonly checksum: Checksum | undefined;
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
export interface StoredUpload extends S3Upload {
  readonly parts: Map<number, StoredPart>;
  readonly headers: Readonly<Record<string, string>>;
  readonly algorithm: ChecksumAlgorithm | undefined;
  readonly checksumType: Checksum['type'];
  readonly initiated: Date;
}

/** A bucket. */
export class BucketState implements S3Bucket {
  readonly name: string;
  readonly region: string;
  readonly isForeign: boolean;
  readonly created: Date;
  readonly objects: Map<string, StoredObject> = new Map();
  readonly uploads: Map<string, StoredUpload> = new Map();
  readonly settings: Map<string, string> = new Map();
  /** Settings that were taken away, where a new bucket has some. */
  readonly cleared: Set<string> = new Set();
  readonly #removals = new Map<string, number>();
  #sorted: string[] | undefined;

  constructor(name: string, region: string, isForeign: boolean, created: Date) {
    this.name = name;
    this.region = region;
    this.isForeign = isForeign;
    this.created = created;
  }

  hold(object: StoredObject): void {
    if (!this.objects.has(object.key)) this.#sorted = undefined;
    this.objects.set(object.key, object);
  }

  remove(key: string): void {
    if (!this.objects.delete(key)) return;
    this.#sorted = undefined;
    this.#removals.set(key, this.removals(key) + 1);
  }

  /** How often an object of this key was removed. */
  removals(key: string): number {
    return this.#removals.get(key) ?? 0;
  }

  /** By the bytes of their UTF-8. */
  sortedKeys(): readonly string[] {
    this.#sorted ??= [...this.objects.keys()].sort(compareKeys);
    return this.#sorted;
  }
}

/** All buckets of a server. */
export class BucketStates implements S3Buckets {
  readonly #region: string;
  readonly #now: () => Date;
  readonly #buckets = new Map<string, BucketState>();

  constructor(region: string, now: () => Date) {
    this.#region = region;
    this.#now = now;
  }

  create(name: string, options: { readonly region?: string; readonly isForeign?: boolean } = {}): BucketState {
    const { region = this.#region, isForeign = false } = options;
    const bucket = new BucketState(name, region, isForeign, this.#now());
    this.#buckets.set(name, bucket);
    return bucket;
  }

  find(name: string): BucketState | undefined {
    return this.#buckets.get(name);
  }

  of(name: string): BucketState {
    const bucket = this.find(name);
    if (!bucket) throw new Error(`the server has no bucket ${name}`);
    return bucket;
  }

  names(): string[] {
    return [...this.#buckets.keys()].sort(compareKeys);
  }

  drop(name: string): void {
    this.#buckets.delete(name);
  }
}
