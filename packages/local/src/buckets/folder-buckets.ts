import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { type FileHandle, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ListedObject, ObjectStorage, ObjectUpload } from '@flowmap/engine';
import { named } from './named.js';
import { DRAFT, existingFile, fileToWrite, objectPath, OWN_FILE } from './object-file.js';

/**
 * Buckets as folders of a folder: the object `in/2024.csv` of the bucket `data` is the file `data/in/2024.csv`. What is put there is
 * there whole or not at all. Files have no versions, so a version is refused. An object whose key others go on from with a slash is a file
 * in their folder.
 *
 * Errors say what the service says of a bucket or a key that is not there. A key that would lead out of its bucket is refused, and so
 * is one that a file system cannot hold.
 */
export function folderBuckets(root: string): ObjectStorage {
  const bucketFolder = async (bucket: string): Promise<string> => {
    const folder = inside(resolve(root), bucket, `The bucket ${bucket} has a name that cannot be a folder's`);
    const found = await stat(folder).catch(() => undefined);
    if (found?.isDirectory() !== true)
      throw named('NoSuchBucket', `The specified bucket does not exist: ${bucket} (looked for ${folder})`);
    return folder;
  };
  const pathOf = async (bucket: string, key: string): Promise<{ readonly folder: string; readonly path: string }> => {
    const folder = await bucketFolder(bucket);
    return { folder, path: inside(folder, key, `The key ${key} cannot be a file's path`) };
  };
  const fileOf = async (bucket: string, key: string): Promise<string> => {
    const { folder, path } = await pathOf(bucket, key);
    return fileToWrite(folder, path);
  };

  return {
    async *list(bucket, prefix) {
      const folder = await bucketFolder(bucket);
      for await (const key of keysBelow(folder, '', prefix)) yield await listed(join(folder, key), key);
    },

    async get(bucket, key, choice = {}) {
      if (choice.versionId !== undefined)
        throw named('NoSuchVersion', `Files have no versions, so ${key} has no version ${choice.versionId}`);
      const { path } = await pathOf(bucket, key);
      const file = existingFile(path);
      if (file === undefined)
        throw named('NoSuchKey', `The specified key does not exist: ${key} in ${bucket} (looked for ${path})`);
      const found = await stat(file);
      const { start = 0, end = found.size } = choice.range ?? {};
      // A stream has no place for an empty range.
      if (start >= Math.min(end, found.size)) return { size: found.size, body: nothing() };
      return { size: found.size, body: createReadStream(file, { start, end: end - 1 }) as AsyncIterable<Uint8Array> };
    },

    async put(bucket, key, body) {
      const file = await fileOf(bucket, key);
      const draft = draftOf(file);
      await writeFile(draft, body);
      await rename(draft, file);
    },

    async upload(bucket, key) {
      const file = await fileOf(bucket, key);
      const draft = draftOf(file);
      return uploadTo(draft, file, await open(draft, 'w'));
    },
  };
}

function uploadTo(draft: string, file: string, handle: FileHandle): ObjectUpload {
  return {
    async write(part) {
      await handle.writeFile(part);
    },
    async complete() {
      await handle.close();
      await rename(draft, file);
    },
    async abort() {
      await handle.close();
      await rm(draft, { force: true });
    },
  };
}

function draftOf(file: string): string {
  return `${file}.${randomUUID()}${DRAFT}`;
}

/** The file of a path of names; anything else than names between slashes would lead elsewhere. */
function inside(folder: string, path: string, otherwise: string): string {
  const found = objectPath(folder, path);
  if (found === undefined) throw named('InvalidArgument', otherwise);
  return found;
}

/** Keys of the files below a folder, in the order of their UTF-8 bytes, as the service lists them. */
async function* keysBelow(folder: string, above: string, prefix: string): AsyncGenerator<string> {
  const entries = await readdir(join(folder, above), { withFileTypes: true });
  const keys = entries
    .filter(
      (entry) => (entry.isDirectory() || entry.isFile()) && !entry.name.endsWith(DRAFT) && entry.name !== OWN_FILE,
    )
    .flatMap((entry) => {
      const key = `${above}${entry.name}`;
      if (!entry.isDirectory()) return [{ key, isFolder: false }];
      const hasOwn = existsSync(join(folder, key, OWN_FILE));
      return [...(hasOwn ? [{ key, isFolder: false }] : []), { key: `${key}/`, isFolder: true }];
    })
    // A folder sorts as its keys do: with the slash.
    .sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
  for (const { key, isFolder } of keys) {
    if (isFolder && (key.startsWith(prefix) || prefix.startsWith(key))) yield* keysBelow(folder, key, prefix);
    else if (!isFolder && key.startsWith(prefix)) yield key;
  }
}

async function listed(path: string, key: string): Promise<ListedObject> {
  const file = existingFile(path) ?? path;
  const { size, mtimeMs } = await stat(file);
  const digest = createHash('md5')
    .update(await readFile(file))
    .digest('hex');
  return {
    Key: key,
    Size: size,
    Etag: `"${digest}"`,
    LastModified: Math.floor(mtimeMs / 1000),
    StorageClass: 'STANDARD',
  };
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  // No bytes.
}
