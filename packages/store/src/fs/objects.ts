import { rmdir, unlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { FlowError } from '@flowmap/graph';
import { checkKey } from '../key.js';
import type { ObjectStore } from '../object-store.js';
import { isErrno, storeFault } from './fault.js';
import { objectPath } from './file-name.js';
import { listFiles } from './list.js';
import { readChunks, readPart } from './read.js';
import { writeFileWhole } from './write.js';

/** How many objects are removed at once. */
const AT_ONCE = 32;

/**
 * An object store in a folder, which is made when first written to. Any number of processes may use it at once. A key
 * `a/b` is the file `a+/b`, with escapes for what some file system would not keep apart; no key leads out of the folder.
 *
 * A process that dies leaves no half object, at most a file in `.tmp` that nobody reads. Files are not flushed to the disk
 * one by one, so the last objects may be lost when the machine itself loses its power: what that costs is a run to repeat.
 *
 * Failures of the file system are `STORE_FULL`, `STORE_DENIED` and `STORE_FAILED`, and name the path.
 */
export function fsObjects(root: string): ObjectStore {
  const top = resolve(root);
  const pathOf = (key: string): string => {
    checkKey(key);
    return join(top, ...objectPath(key));
  };

  return {
    async get(key, { range, signal } = {}) {
      const path = pathOf(key);
      signal?.throwIfAborted();
      return guarded(path, readPart(path, range));
    },

    async *read(key, { signal } = {}) {
      const path = pathOf(key);
      const chunks = await guarded(path, readChunks(path, signal));
      if (!chunks) throw new FlowError('OBJECT_NOT_FOUND', `there is no object ${key}`);
      try {
        yield* chunks;
      } catch (error) {
        throw storeFault(error, path);
      }
    },

    async put(key, body, options = {}) {
      const path = pathOf(key);
      options.signal?.throwIfAborted();
      return writeFileWhole(top, path, body, options);
    },

    async *list(prefix) {
      checkKey(prefix, 'prefix');
      try {
        yield* listFiles(top, prefix);
      } catch (error) {
        throw storeFault(error, top);
      }
    },

    async remove(keys) {
      const paths = keys.map(pathOf);
      for (let at = 0; at < paths.length; at += AT_ONCE) {
        await Promise.all(paths.slice(at, at + AT_ONCE).map((path) => guarded(path, removeFile(top, path))));
      }
    },
  };
}

async function guarded<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw storeFault(error, path);
  }
}

/** Removes a file, and the folders that are empty then, so that listing does not go through them for ever. */
async function removeFile(top: string, path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error;
  }
  try {
    for (let folder = dirname(path); folder !== top; folder = dirname(folder)) await rmdir(folder);
  } catch (error) {
    if (!isErrno(error, 'ENOTEMPTY', 'EEXIST', 'ENOENT')) throw error;
  }
}
