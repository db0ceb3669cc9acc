import { existsSync, mkdirSync, renameSync, type Stats, statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';

/** The file in a folder of the object whose key is that folder's path: `a` beside `a/b`. */
export const OWN_FILE = '.flowmap-object';

/** Ends the names of files that are being written; they are in no list. */
export const DRAFT = '.flowmap-part';

/** Where the object of a key is below a bucket's folder; undefined for a key that would lead elsewhere or that no file system can hold. */
export function objectPath(folder: string, key: string): string | undefined {
  const names = key.split('/');
  const isOutside = names.some((name) => ['', '.', '..'].includes(name) || name.includes('\0') || name.includes(sep));
  return isOutside ? undefined : join(folder, ...names);
}

/** The file of the object at a path; undefined where there is none. */
export function existingFile(path: string): string | undefined {
  const found = whatIsAt(path);
  if (found?.isFile() === true) return path;
  const own = join(path, OWN_FILE);
  return found?.isDirectory() === true && existsSync(own) ? own : undefined;
}

/** The file that the object at a path shall be, with the folders that it needs. Objects in the way become their folder's own. */
export function fileToWrite(bucket: string, path: string): string {
  makeFolder(bucket, dirname(path));
  return whatIsAt(path)?.isDirectory() === true ? join(path, OWN_FILE) : path;
}

function makeFolder(bucket: string, folder: string): void {
  if (folder === bucket || !folder.startsWith(bucket)) return;
  const found = whatIsAt(folder);
  if (found?.isDirectory() === true) return;
  makeFolder(bucket, dirname(folder));
  if (found?.isFile() !== true) {
    mkdirSync(folder, { recursive: true });
    return;
  }
  const aside = `${folder}${DRAFT}`;
  renameSync(folder, aside);
  mkdirSync(folder);
  renameSync(aside, join(folder, OWN_FILE));
}

/** What a path leads to; nothing, also where it leads through a file. */
function whatIsAt(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined;
    throw error;
  }
}
