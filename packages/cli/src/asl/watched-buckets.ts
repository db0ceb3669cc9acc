import type { ObjectStorage } from '@flowmap/engine';

/** Buckets that tell when they are in use, so that simulated time does not go on while a file is read. */
export interface WatchedBuckets extends ObjectStorage {
  /** A promise while they are in use, or were a moment ago. */
  busy(): Promise<void> | undefined;
}

/** Milliseconds after the last use in which what was read may still be unpacked and parsed. */
const QUIET = 30;

/** Buckets that tell when they are in use. */
export function watchBuckets(buckets: ObjectStorage): WatchedBuckets {
  let pending = 0;
  let last = -Infinity;
  const watch = async <T>(work: () => Promise<T>): Promise<T> => {
    pending += 1;
    try {
      return await work();
    } finally {
      pending -= 1;
      last = performance.now();
    }
  };
  // Whoever takes an item may wait on the clock before the next one, so only the reading itself counts.
  async function* watched<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
    const iterator = items[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await watch(() => iterator.next());
        if (next.done === true) return;
        yield next.value;
      }
    } finally {
      await iterator.return?.();
    }
  }
  const begin = buckets.upload?.bind(buckets);
  return {
    busy() {
      if (pending === 0 && performance.now() - last > QUIET) return undefined;
      return new Promise((resolve) => setTimeout(resolve, QUIET / 3));
    },
    list: (bucket, prefix) => watched(buckets.list(bucket, prefix)),
    async get(bucket, key, choice) {
      const { size, body } = await watch(() => buckets.get(bucket, key, choice));
      return { size, body: watched(body) };
    },
    put: (bucket, key, body) => watch(() => buckets.put(bucket, key, body)),
    ...(begin && {
      upload: async (bucket, key) => {
        const begun = await watch(() => begin(bucket, key));
        return {
          write: (part) => watch(() => begun.write(part)),
          complete: () => watch(() => begun.complete()),
          abort: () => watch(() => begun.abort()),
        };
      },
    }),
  };
}
