import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FlowError } from '@flowmap/graph';
import { endOfLastLine } from './journal-lines.js';

/** A file of JSON lines that only grows. */
export interface Journal {
  /** Adds a line. The promise, where there is one, holds the writer back until the disk has caught up. */
  append(entry: object): Promise<void> | undefined;
  /** Resolves when the operating system has every line so far: the end of this process does not lose them any more. */
  flush(): Promise<void>;
  /**
   * Writes what is waiting, waits until the disk has it, and closes the file. Throws what went wrong with any line; a
   * second call does nothing.
   */
  close(): Promise<void>;
}

/** The file of a journal, open for appending and reading. A `FileHandle` is one. */
export interface JournalFile {
  appendFile(text: string): Promise<void>;
  read(buffer: Uint8Array, offset: number, length: number, position: number): Promise<{ readonly bytesRead: number }>;
  stat(): Promise<{ readonly size: number }>;
  truncate(length: number): Promise<void>;
  datasync(): Promise<void>;
  close(): Promise<void>;
}

/** Settings of a journal. */
export interface JournalOptions {
  /** Is called once, when something cannot be written. No line is written after it. */
  readonly onFailure?: (error: FlowError) => void;
  /** Opens the file. Default: that of the disk. */
  readonly openFile?: (file: string) => Promise<JournalFile>;
}

/** Characters that may wait for the disk before a writer is held back. */
const HIGH_WATER = 1 << 20;

/**
 * Opens a journal for appending and creates its folder. Lines are written in large pieces, so history costs little. A last
 * line that a crash has cut off is removed before the first line is added. Throws `JOURNAL_NOT_WRITTEN`, naming the file.
 */
export async function openJournal(file: string, options: JournalOptions = {}): Promise<Journal> {
  const { onFailure, openFile = (path: string) => open(path, 'a+') } = options;
  const failure = (cause: unknown): FlowError =>
    new FlowError('JOURNAL_NOT_WRITTEN', `cannot write the history ${file}: ${messageOf(cause)}`, {
      cause,
      hint: 'Free some space or choose another folder.',
    });
  let handle: JournalFile;
  try {
    await mkdir(dirname(file), { recursive: true });
    handle = await openFile(file);
  } catch (cause) {
    throw failure(cause);
  }
  let waiting: string[] = [];
  let size = 0;
  let isMended = false;
  let writing: Promise<void> | undefined;
  let failed: FlowError | undefined;
  let closing: Promise<void> | undefined;

  const fail = (cause: unknown): void => {
    failed = failure(cause);
    waiting = [];
    onFailure?.(failed);
  };
  const drain = async (): Promise<void> => {
    try {
      if (!isMended) await mend(handle);
      isMended = true;
      while (waiting.length > 0) {
        const text = waiting.join('');
        waiting = [];
        size = 0;
        await handle.appendFile(text);
      }
    } catch (cause) {
      fail(cause);
    }
    writing = undefined;
  };
  const settled = async (): Promise<void> => {
    await writing;
    if (failed) throw failed;
  };
  const end = async (): Promise<void> => {
    try {
      await settled();
      if (isMended) await handle.datasync();
    } catch (cause) {
      throw failed ?? failure(cause);
    } finally {
      await handle.close();
    }
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
    flush: settled,
    close() {
      if (closing !== undefined) return Promise.resolve();
      closing = end();
      return closing;
    },
  };
}

/** A line that was cut off would spoil the next one. Nobody was told that it is kept. */
async function mend(handle: JournalFile): Promise<void> {
  const { size } = await handle.stat();
  const length = await endOfLastLine(handle, size);
  if (length < size) await handle.truncate(length);
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
