import { FlowError } from '@flowmap/graph';
import { checkKey, compareKeys } from '../key.js';
import type { ObjectStore } from '../object-store.js';

/** Bytes that `read` gives at once. */
const CHUNK = 64 * 1024;

/** An object store in memory, for tests and for whoever wants no disk. It copies what goes in and out. */
export function memoryObjects(): ObjectStore {
  const held = new Map<string, Uint8Array>();
  return {
    async get(key, { range, signal } = {}) {
      signal?.throwIfAborted();
      checkKey(key);
      return range ? held.get(key)?.slice(range[0], range[1] + 1) : held.get(key)?.slice();
    },

    async *read(key, { signal } = {}) {
      checkKey(key);
      const body = held.get(key);
      if (!body) throw new FlowError('OBJECT_NOT_FOUND', `there is no object ${key}`);
      for (let at = 0; at < body.length; at += CHUNK) {
        signal?.throwIfAborted();
        yield body.slice(at, at + CHUNK);
      }
    },

    async put(key, body, { ifAbsent, signal } = {}) {
      signal?.throwIfAborted();
      checkKey(key);
      const bytes = body instanceof Uint8Array ? Uint8Array.from(body) : await gather(body, signal);
      // Nothing waits between this look and the write, so one of many writers is first.
      if (ifAbsent && held.has(key)) return 'exists';
      held.set(key, bytes);
      return 'written';
    },

    async *list(prefix) {
      checkKey(prefix, 'prefix');
      const keys = [...held.keys()].filter((key) => key.startsWith(prefix)).sort(compareKeys);
      for (const key of keys) {
        const body = held.get(key);
        if (body) yield { key, size: body.length };
      }
    },

    async remove(keys) {
      for (const key of keys) {
        checkKey(key);
        held.delete(key);
      }
    },
  };
}

async function gather(body: AsyncIterable<Uint8Array>, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) {
    signal?.throwIfAborted();
    chunks.push(Uint8Array.from(chunk));
  }
  return Uint8Array.from(Buffer.concat(chunks));
}
