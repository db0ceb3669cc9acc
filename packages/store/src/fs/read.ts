import { open, type FileHandle } from 'node:fs/promises';
import { isErrno } from './fault.js';

/** Bytes that {@link readChunks} gives at once. */
const CHUNK = 256 * 1024;

/** A file, or bytes first to last of it as far as there are; undefined where there is none. */
export async function readPart(path: string, range?: readonly [number, number]): Promise<Uint8Array | undefined> {
  const file = await openFile(path);
  if (!file) return undefined;
  try {
    const { size } = await file.stat();
    const [first, last] = range ?? [0, size - 1];
    const bytes = new Uint8Array(Math.max(0, Math.min(last, size - 1) - first + 1));
    for (let at = 0; at < bytes.length;) {
      const { bytesRead } = await file.read(bytes, at, bytes.length - at, first + at);
      if (bytesRead === 0) return bytes.subarray(0, at);
      at += bytesRead;
    }
    return bytes;
  } finally {
    await file.close();
  }
}

/** A file in chunks; undefined where there is none. */
export async function readChunks(path: string, signal?: AbortSignal): Promise<AsyncGenerator<Uint8Array> | undefined> {
  const file = await openFile(path);
  return file && chunksOf(file, signal);
}

async function* chunksOf(file: FileHandle, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  try {
    for (;;) {
      signal?.throwIfAborted();
      const { buffer, bytesRead } = await file.read(new Uint8Array(CHUNK), 0, CHUNK);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

async function openFile(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw error;
  }
}
