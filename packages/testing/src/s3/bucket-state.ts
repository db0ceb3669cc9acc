import {
  type Bucket,
  type Buckets,
  type NewObject,
  SettingsMap,
  type StoredObject,
  type StoredUpload,
} from '@flowmap/local/s3';
import { compareKeys } from '@flowmap/store';
import type { S3Bucket, S3Buckets, S3Object } from './s3-server.types.js';

/** An object with what only the server looks at. */
interface HeldObject extends S3Object, StoredObject {
  readonly headers: Readonly<Record<string, string>>;
}

/** A bucket in memory. */
export class BucketState implements S3Bucket, Bucket {
  readonly name: string;
  readonly region: string;
  readonly isForeign: boolean;
  readonly created: Date;
  readonly objects: Map<string, HeldObject> = new Map();
  readonly uploads: Map<string, StoredUpload> = new Map();
  readonly settings: SettingsMap = new SettingsMap();
  readonly #removals = new Map<string, number>();
  #sorted: string[] | undefined;

  constructor(name: string, region: string, isForeign: boolean, created: Date) {
    this.name = name;
    this.region = region;
    this.isForeign = isForeign;
    this.created = created;
  }

  get(key: string): HeldObject | undefined {
    return this.objects.get(key);
  }

  hold(object: NewObject): void {
    const { key, body } = object;
    if (!this.objects.has(key)) this.#sorted = undefined;
    const read = (first = 0, last = body.length - 1): Buffer => body.subarray(first, last + 1);
    this.objects.set(key, { ...object, size: body.length, read });
  }

  remove(key: string): void {
    if (!this.objects.delete(key)) return;
    this.#sorted = undefined;
    this.#removals.set(key, this.removals(key) + 1);
  }

  removals(key: string): number {
    return this.#removals.get(key) ?? 0;
  }

  keys(prefix: string): readonly string[] {
    this.#sorted ??= [...this.objects.keys()].sort(compareKeys);
    return prefix === '' ? this.#sorted : this.#sorted.filter((key) => key.startsWith(prefix));
  }
}

/** All buckets of a server. */
export class BucketStates implements S3Buckets, Buckets {
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
