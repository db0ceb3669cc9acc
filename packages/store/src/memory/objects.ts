import { FlowError } from '@flowmap/graph';
import { checkKey, compareKeys } from '../key.js';
import type { ObjectStore } from '../object-store.js';

/** Bytes that `read` gives at once. */
const CHUNK = 64 * 1024;

/** An object store in memory, for tests and for whoever wants no disk. It copies what goes in and out. */
export function memoryObjects(): ObjectStore {
  const held = new Map<string, Uint8Array>();
  // The keys below each folder: listing one must not look at all that is held.
  const below = new Map<string, Set<string>>();
  const hold = (key: string, bytes: Uint8Array): void => {
    held.set(key, bytes);
    for (const folder of foldersOf(key)) {
      const keys = below.get(folder);
      if (keys) keys.add(key);
      else below.set(folder, new Set([key]));
    }
  };
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
      hold(key, bytes);
      return 'written';
    },

    async *list(prefix) {
      checkKey(prefix, 'prefix');
      const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
      const near = folder === '' ? held.keys() : (below.get(folder) ?? []);
      const keys = [...near].filter((key) => key.startsWith(prefix)).sort(compareKeys);
      for (const key of keys) {
        const body = held.get(key);
        if (body) yield { key, size: body.length };
      }
    },

    async remove(keys) {
      for (const key of keys) {
        checkKey(key);
        held.delete(key);
        for (const folder of foldersOf(key)) below.get(folder)?.delete(key);
      }
    },
  };
}

/** Of `a/b/c`: `a/` and `a/b/`. */
function* foldersOf(key: string): Generator<string> {
  for (let at = key.indexOf('/'); at >= 0; at = key.indexOf('/', at + 1)) yield key.slice(0, at + 1);
}

async function gather(body: AsyncIterable<Uint8Array>, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) {
    signal?.throwIfAborted();
    chunks.push(Uint8Array.from(chunk));
  }
  return Uint8Array.from(Buffer.concat(chunks));
}
