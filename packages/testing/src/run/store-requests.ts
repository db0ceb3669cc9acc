import type { ObjectStorage } from '@flowmap/engine';
import type { MetadataStore, ObjectStore } from '@flowmap/store';

/** Requests to the stores, as S3 and DynamoDB would bill them. */
export interface RequestCounts {
  gets: number;
  puts: number;
  lists: number;
  reads: number;
  writes: number;
}

/** No request yet. */
export function noRequests(): RequestCounts {
  return { gets: 0, puts: 0, lists: 0, reads: 0, writes: 0 };
}

/** Keys of one page of a LIST. */
const PAGE = 1_000;

/** The same objects, counting what is asked of them. */
export function countingObjects(store: ObjectStore, counts: RequestCounts): ObjectStore {
  return {
    get(key, options) {
      counts.gets += 1;
      return store.get(key, options);
    },
    read(key, options) {
      counts.gets += 1;
      return store.read(key, options);
    },
    put(key, body, options) {
      counts.puts += 1;
      return store.put(key, body, options);
    },
    async *list(prefix) {
      counts.lists += 1;
      let keys = 0;
      for await (const one of store.list(prefix)) {
        if (keys > 0 && keys % PAGE === 0) counts.lists += 1;
        keys += 1;
        yield one;
      }
    },
    remove: (keys) => store.remove(keys),
  };
}

/** The same buckets, counting what item readers and result writers ask of them. A file is written by one request, as small ones are. */
export function countingBuckets(buckets: ObjectStorage, counts: RequestCounts): ObjectStorage {
  return {
    list(bucket, prefix) {
      counts.lists += 1;
      return buckets.list(bucket, prefix);
    },
    get(bucket, key, choice) {
      counts.gets += 1;
      return buckets.get(bucket, key, choice);
    },
    put(bucket, key, body) {
      counts.puts += 1;
      return buckets.put(bucket, key, body);
    },
  };
}

/** The same metadata, counting what a task asks of it. A store of its own, so that nothing of another task is remembered for it. */
export function countingMetadata(store: MetadataStore, counts: RequestCounts): MetadataStore {
  return {
    ...store,
    run(deployment, run) {
      counts.reads += 1;
      return store.run(deployment, run);
    },
    facts(address) {
      counts.reads += 1;
      return store.facts(address);
    },
    putFacts(record, expires) {
      counts.writes += 1;
      return store.putFacts(record, expires);
    },
  };
}
