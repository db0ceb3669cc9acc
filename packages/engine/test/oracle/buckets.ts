import type { ListedObject, ObjectStorage } from '../../src/index.js';
import type { Case } from './cases.js';

/** The buckets of a recorded execution, in memory; what is written goes into the same map. */
export function bucketsOf({ mocks }: Case): {
  readonly storage: ObjectStorage;
  readonly objects: Map<string, Uint8Array>;
} {
  const encoder = new TextEncoder();
  const objects = new Map<string, Uint8Array>(
    mocks.s3.map(({ bucket, key, body }) => [`${bucket}/${key}`, encoder.encode(body)]),
  );
  const storage: ObjectStorage = {
    async *list(bucket, prefix) {
      const keys = [...objects.keys()].sort();
      for (const place of keys.filter((one) => one.startsWith(`${bucket}/${prefix}`))) {
        await Promise.resolve();
        yield listed(place.slice(bucket.length + 1), objects.get(place)?.length ?? 0);
      }
    },
    get: async (bucket, key, choice) => {
      const bytes = await Promise.resolve(objects.get(`${bucket}/${key}`));
      if (bytes === undefined) throw new Error(`The specified key does not exist: ${key}`);
      const { start = 0, end = bytes.length } = choice?.range ?? {};
      return { size: bytes.length, body: once(bytes.subarray(start, end)) };
    },
    put: async (bucket, key, body) => {
      await Promise.resolve(objects.set(`${bucket}/${key}`, body));
    },
  };
  return { storage, objects };
}

function listed(Key: string, Size: number): ListedObject {
  return { Key, Size, Etag: '"etag"', LastModified: 0, StorageClass: 'STANDARD' };
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield await Promise.resolve(bytes);
}
