import { createHash } from 'node:crypto';
import type { ListedObject, ObjectStorage } from '@flowmap/engine';

/** Buckets in memory: their objects by `bucket/key`. What is put into them is there at once. */
export function buckets(files: ReadonlyMap<string, string | Uint8Array>): ObjectStorage {
  const named = (name: string, message: string): Error => Object.assign(new Error(message), { name });
  const found = (bucket: string, key: string): Buffer => {
    const body = files.get(`${bucket}/${key}`);
    if (body === undefined) throw named('NoSuchKey', `The specified key does not exist: ${key}`);
    return typeof body === 'string' ? Buffer.from(body) : Buffer.from(body);
  };
  return {
    async *list(bucket, prefix) {
      for (const name of [...files.keys()].sort()) {
        if (name.startsWith(`${bucket}/${prefix}`))
          yield listed(name.slice(bucket.length + 1), found(bucket, name.slice(bucket.length + 1)));
      }
    },
    async get(bucket, key, { range } = {}) {
      const bytes = found(bucket, key);
      return { size: bytes.length, body: once(range ? bytes.subarray(range.start, range.end) : bytes) };
    },
    put: () => Promise.reject(named('AccessDenied', 'these buckets are only read')),
  };
}

function listed(key: string, bytes: Buffer): ListedObject {
  const etag = createHash('md5').update(bytes).digest('hex');
  return { Key: key, Size: bytes.length, Etag: `"${etag}"`, LastModified: 1_700_000_000, StorageClass: 'STANDARD' };
}

async function* once(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}
