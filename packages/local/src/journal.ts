import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FlowError } from '@flowmap/graph';

/** A file of JSON lines that only grows. */
export interface Journal {
  /** Adds a line. The promise, where there is one, holds the writer back until the disk has caught up. */
  append(entry: object): Promise<void> | undefined;
  /** Writes what is waiting and closes the file. Throws what went wrong with any line. */
  close(): Promise<void>;
}

/** Characters that may wait for the disk before a writer is held back. */
const HIGH_WATER = 1 << 20;

/**
 * Opens a journal for appending and creates its folder. A line is on the disk's side of the operating system when `close`
 * returns; lines are written in large pieces, so history costs little. Throws `JOURNAL_NOT_WRITTEN`, naming the file.
 */
export async function openJournal(file: string): Promise<Journal> {
  const failure = (cause: unknown): FlowError =>
    new FlowError('JOURNAL_NOT_WRITTEN', `cannot write the history ${file}: ${messageOf(cause)}`, {
      cause,
      hint: 'Free some space or choose another folder.',
    });
  let handle: FileHandle;
  try {
    await mkdir(dirname(file), { recursive: true });
    handle = await open(file, 'a');
  } catch (cause) {
    throw failure(cause);
  }
  let waiting: string[] = [];
  let size = 0;
  let writing: Promise<void> | undefined;
  let failed: FlowError | undefined;

  const drain = async (): Promise<void> => {
    while (waiting.length > 0 && !failed) {
      const text = waiting.join('');
      waiting = [];
      size = 0;
      try {
        await handle.appendFile(text);
      } catch (cause) {
        failed = failure(cause);
      }
    }
    writing = undefined;
  };
  const settled = async (): Promise<void> => {
    await writing;
    if (failed) throw failed;
  };

  return {
    append(entry) {
      if (failed) return Promise.reject(failed);
      const line = `${JSON.stringify(entry)}\n`;
      waiting.push(line);
      size += line.length;
      // The first line of a burst waits for the rest of it.
      writing ??= Promise.resolve().then(drain);
      return size > HIGH_WATER ? settled() : undefined;
    },
    async close() {
      try {
        await settled();
      } finally {
        await handle.close();
      }
    },
  };
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
