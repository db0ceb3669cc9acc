import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { compareKeys } from '../key.js';
import { isErrno } from './fault.js';
import { folderPath, readName } from './file-name.js';

/** How many sizes are asked for at once. */
const AT_ONCE = 32;

interface Entry {
  /** The part of the key; for a folder with its `/`. */
  readonly text: string;
  readonly path: string;
  readonly folder: boolean;
}

/**
 * The objects whose keys begin with `prefix`, sorted by the bytes of their keys. It reads the folder that the prefix points
 * into and those below, one at a time, and holds the names of the folders on the way down.
 */
export async function* listFiles(root: string, prefix: string): AsyncGenerator<{ key: string; size: number }> {
  const parts = prefix.split('/');
  const begin = parts.pop() ?? '';
  const above = prefix.slice(0, prefix.length - begin.length);
  let waiting: { readonly key: string; readonly path: string }[] = [];
  for await (const found of walk(join(root, ...folderPath(parts)), above, begin)) {
    waiting.push(found);
    if (waiting.length < AT_ONCE) continue;
    yield* withSizes(waiting);
    waiting = [];
  }
  yield* withSizes(waiting);
}

async function* walk(folder: string, above: string, begin: string): AsyncGenerator<{ key: string; path: string }> {
  const entries = await entriesOf(folder, begin);
  // With its `/`, a folder sorts where the keys in it do: `a-b` before `a/b` before `a0`.
  entries.sort((a, b) => compareKeys(a.text, b.text));
  for (const { text, path, folder: isFolder } of entries) {
    if (isFolder) yield* walk(path, above + text, '');
    else yield { key: above + text, path };
  }
}

/** What is in a folder and begins with `begin`, also what lies in folders for the rest of long names. */
async function entriesOf(folder: string, begin: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const name of await namesIn(folder)) {
    const entry = readName(name);
    if (!entry) continue;
    const { text, kind } = entry;
    const path = join(folder, name);
    if (kind === 'rest') {
      if (!text.startsWith(begin) && !begin.startsWith(text)) continue;
      for (const inner of await entriesOf(path, begin.slice(text.length))) {
        entries.push({ ...inner, text: text + inner.text });
      }
    } else if (text.startsWith(begin)) {
      entries.push({ text: kind === 'folder' ? `${text}/` : text, path, folder: kind === 'folder' });
    }
  }
  return entries;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  const names: string[] = [];
  try {
    for await (const { name } of await opendir(folder, { bufferSize: 512 })) names.push(name);
  } catch (error) {
    // A folder that is gone has no objects.
    if (!isErrno(error, 'ENOENT')) throw error;
  }
  return names;
}

async function* withSizes(
  found: readonly { readonly key: string; readonly path: string }[],
): AsyncGenerator<{ key: string; size: number }> {
  const sizes = await Promise.all(found.map(({ path }) => sizeOf(path)));
  for (const [at, { key }] of found.entries()) {
    const size = sizes[at];
    if (size !== undefined) yield { key, size };
  }
}

/** Undefined for an object that was removed meanwhile. */
async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw error;
  }
}
