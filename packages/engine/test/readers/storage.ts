import type { ListedObject, ObjectStorage, ObjectUpload } from '../../src/objects.js';

/** Buckets in memory. */
export interface MemoryStorage extends ObjectStorage {
  /** Bodies by `bucket/key`. */
  readonly objects: Map<string, Uint8Array>;
  /** Calls in order: `get bucket/key`. */
  readonly calls: string[];
  text(bucket: string, key: string): string;
}

/** Objects by `bucket/key`; they are read in chunks of so many bytes. */
export function memoryStorage(
  given: Readonly<Record<string, string | Uint8Array>> = {},
  chunk: number = 64 * 1024,
): MemoryStorage {
  const objects = new Map<string, Uint8Array>();
  for (const [name, body] of Object.entries(given)) {
    objects.set(name, typeof body === 'string' ? new TextEncoder().encode(body) : body);
  }
  const calls: string[] = [];
  const found = (bucket: string, key: string): Uint8Array => {
    const body = objects.get(`${bucket}/${key}`);
    if (body === undefined) throw new Error(`NoSuchKey: ${bucket}/${key}`);
    return body;
  };
  return {
    objects,
    calls,
    text: (bucket, key) => new TextDecoder().decode(found(bucket, key)),
    async *list(bucket, prefix) {
      calls.push(`list ${bucket}/${prefix}`);
      for (const [name, body] of [...objects].sort(([a], [b]) => (a < b ? -1 : 1))) {
        const key = name.slice(bucket.length + 1);
        if (name.startsWith(`${bucket}/`) && key.startsWith(prefix)) yield listed(key, body);
      }
    },
    async get(bucket, key, { range } = {}) {
      calls.push(`get ${bucket}/${key}${range === undefined ? '' : ` ${range.start}-${range.end}`}`);
      const body = found(bucket, key);
      return { size: body.length, body: chunksOf(body.subarray(range?.start ?? 0, range?.end), chunk) };
    },
    async put(bucket, key, body) {
      calls.push(`put ${bucket}/${key}`);
      objects.set(`${bucket}/${key}`, body);
    },
  };
}

/** The same buckets, written piece by piece. */
export function withUploads(storage: MemoryStorage): MemoryStorage {
  return {
    ...storage,
    async upload(bucket, key): Promise<ObjectUpload> {
      const parts: Uint8Array[] = [];
      storage.calls.push(`upload ${bucket}/${key}`);
      return {
        write: async (part) => void parts.push(part.slice()),
        complete: async () => void storage.objects.set(`${bucket}/${key}`, Buffer.concat(parts)),
        abort: async () => void storage.calls.push(`abort ${bucket}/${key}`),
      };
    },
  };
}

/** Bytes in chunks of a length. */
export async function* chunksOf(body: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < body.length; i += length) yield body.subarray(i, i + length);
}

/** The bytes of a text in chunks of a length. */
export function chunksOfText(text: string, length: number): AsyncGenerator<Uint8Array> {
  return chunksOf(new TextEncoder().encode(text), length);
}

/** All that comes. */
export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const taken: T[] = [];
  for await (const item of items) taken.push(item);
  return taken;
}

function listed(key: string, body: Uint8Array): ListedObject {
  return { Key: key, Size: body.length, Etag: '"e"', LastModified: 1_668_699_881, StorageClass: 'STANDARD' };
}
