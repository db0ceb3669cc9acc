import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type { ObjectStorage, ObjectUpload } from '@flowmap/engine';
import type { ObjectStore } from '@flowmap/store';
import { named } from './named.js';

/**
 * An object store as the bucket of a name: what a run keeps of its own, as its state machine's readers and writers see it. A store
 * knows no times, so that all objects are of the beginning of 1970, and no versions. All other buckets are those of `others`; without
 * them there are none, and asking for one fails as the service does.
 */
export function storeBucket(name: string, objects: ObjectStore, others: ObjectStorage = noBuckets()): ObjectStorage {
  const own: ObjectStorage = {
    async *list(_, prefix) {
      for await (const { key, size } of objects.list(prefix)) {
        const Etag = await etagOf(objects, key);
        yield { Key: key, Size: size, Etag, LastModified: 0, StorageClass: 'STANDARD' };
      }
    },
    async get(_, key, { versionId, range } = {}) {
      if (versionId !== undefined) throw named('NoSuchVersion', `The object ${key} has no versions`);
      const size = await sizeOf(objects, key);
      if (size === undefined) throw named('NoSuchKey', `The specified key does not exist: ${key} in ${name}`);
      return { size, body: range === undefined ? objects.read(key) : part(objects, key, range) };
    },
    async put(_, key, body) {
      await objects.put(key, body);
    },
    upload: (_, key) => Promise.resolve(uploadTo(objects, key)),
  };
  const of = (bucket: string): ObjectStorage => (bucket === name ? own : others);
  return {
    list: (bucket, prefix) => of(bucket).list(bucket, prefix),
    get: (bucket, key, choice) => of(bucket).get(bucket, key, choice),
    put: (bucket, key, body) => of(bucket).put(bucket, key, body),
    async upload(bucket, key) {
      const to = of(bucket);
      return (await to.upload?.(bucket, key)) ?? whole(to, bucket, key);
    },
  };
}

/** No bucket at all. */
function noBuckets(): ObjectStorage {
  const missing = (bucket: string): Error => named('NoSuchBucket', `The specified bucket does not exist: ${bucket}`);
  return {
    // eslint-disable-next-line require-yield -- it has nothing to give
    async *list(bucket) {
      throw missing(bucket);
    },
    get: (bucket) => Promise.reject(missing(bucket)),
    put: (bucket) => Promise.reject(missing(bucket)),
  };
}

/** A key sorts before all that begin with it. */
async function sizeOf(objects: ObjectStore, key: string): Promise<number | undefined> {
  for await (const found of objects.list(key)) return found.key === key ? found.size : undefined;
  return undefined;
}

async function* part(
  objects: ObjectStore,
  key: string,
  { start, end }: { readonly start: number; readonly end: number },
): AsyncGenerator<Uint8Array, void, undefined> {
  if (start < end) yield (await objects.get(key, { range: [start, end - 1] })) ?? new Uint8Array();
}

async function etagOf(objects: ObjectStore, key: string): Promise<string> {
  const digest = createHash('md5');
  for await (const chunk of objects.read(key)) digest.update(chunk);
  return `"${digest.digest('hex')}"`;
}

/** A store takes an object as it comes, so no more of it is held than a few parts. */
function uploadTo(objects: ObjectStore, key: string): ObjectUpload {
  const parts = new PassThrough();
  // Whoever waits for the object is told; the stream's own event would end the process.
  parts.on('error', () => undefined);
  const written = objects.put(key, parts as AsyncIterable<Uint8Array>);
  written.catch(() => undefined);
  return {
    async write(bytes) {
      if (!parts.write(bytes)) await Promise.race([once(parts, 'drain'), written]);
    },
    async complete() {
      parts.end();
      await written;
    },
    async abort() {
      parts.destroy(new Error('the upload was given up'));
      await written.catch(() => undefined);
    },
  };
}

/** For a storage that takes objects whole alone. */
function whole(to: ObjectStorage, bucket: string, key: string): ObjectUpload {
  const parts: Uint8Array[] = [];
  return {
    async write(bytes) {
      parts.push(bytes);
    },
    complete: () => to.put(bucket, key, Buffer.concat(parts)),
    async abort() {
      parts.length = 0;
    },
  };
}
