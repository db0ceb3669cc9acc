import { randomUUID } from 'node:crypto';
import { link, mkdir, open, rename, stat, unlink, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { WriteOptions } from '../object-store.js';
import { isErrno, storeFault } from './fault.js';

/** The folder of what is being written. A key's part never gets a name that begins with a dot. */
const UNFINISHED = '.tmp';

/** A folder may be removed as empty just before it is used. So many times in a row, it is no longer chance. */
const TRIES = 100;

/** Bodies below this are written before it is known whether they are wanted. */
const SMALL = 64 * 1024;

type Body = Uint8Array | AsyncIterable<Uint8Array>;

/**
 * Writes a file whole or not at all: first beside, then linked or renamed into place. A link is refused where the name
 * exists, by the file system itself, so of many writers in many processes one is first.
 */
export async function writeFileWhole(
  root: string,
  path: string,
  body: Body,
  { ifAbsent = false, signal }: WriteOptions,
): Promise<'written' | 'exists'> {
  const large = !(body instanceof Uint8Array) || body.length > SMALL;
  if (ifAbsent && large && (await exists(path))) return 'exists';
  const unfinished = join(root, UNFINISHED, randomUUID());
  let moved = false;
  try {
    const file = await inFolder(unfinished, () => open(unfinished, 'wx'));
    try {
      await writeBody(file, body, signal);
    } finally {
      await file.close();
    }
    signal?.throwIfAborted();
    await inFolder(path, () => (ifAbsent ? link(unfinished, path) : rename(unfinished, path)));
    moved = !ifAbsent;
    return 'written';
  } catch (error) {
    if (error instanceof BodyError) throw error.cause;
    if (ifAbsent && isErrno(error, 'EEXIST')) return 'exists';
    throw storeFault(error, path);
  } finally {
    if (!moved) await unlink(unfinished).catch(() => undefined);
  }
}

/** Keeps an error of what was to be written apart from those of the file system: it may be one of another file. */
class BodyError extends Error {}

async function writeBody(file: FileHandle, body: Body, signal: AbortSignal | undefined): Promise<void> {
  if (body instanceof Uint8Array) return writeAll(file, body);
  for await (const chunk of withOwnErrors(body)) {
    signal?.throwIfAborted();
    await writeAll(file, chunk);
  }
}

async function* withOwnErrors(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await chunks.next().catch((cause: unknown) => Promise.reject(new BodyError('', { cause })));
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await chunks.return?.();
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await file.write(bytes, at)).bytesWritten;
}

/** Does something in the folder of a path, and makes the folder where it turns out to be missing. */
async function inFolder<T>(path: string, act: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      if (tries > 1) await mkdir(dirname(path), { recursive: true });
      return await act();
    } catch (error) {
      if (!isErrno(error, 'ENOENT') || tries === TRIES) throw error;
    }
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
