import { mkdir, open, readFile, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FlowError } from '@flowmap/graph';
import { writeWhole } from '../../api/persistence/records.js';
import type { Code } from '../lambda/function-record.js';

/** A call that changed an account, with all that it takes to do it again and have the same. */
export interface JournalEntry {
  /** Of all entries, also those of other files: their order. */
  readonly number: number;
  /** Milliseconds since the epoch, which was the time for all of the call. */
  readonly at: number;
  /** The number of the last id before it. */
  readonly ids: number;
  /** `iam` */
  readonly service: string;
  /** `CreateRole` */
  readonly action: string;
  /** As it came. Code is not in it. */
  readonly input: unknown;
  /** Numbers may have come as text. */
  readonly loose: boolean;
  /** The code that was found where the input says that it is. */
  readonly code?: Code;
}

/** A file of entries that only grows. */
export interface Journal {
  /** What was in it when it was opened. */
  readonly entries: readonly JournalEntry[];
  /** Resolves when the file has it. Throws `JOURNAL_NOT_WRITTEN`. */
  append(entry: JournalEntry): Promise<void>;
  /** Writes the file anew, with these entries alone. */
  rewrite(entries: readonly JournalEntry[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a journal, or begins one. A last line that was cut off by a crash is dropped: nobody was told that the call was done. Throws
 * `JOURNAL_DAMAGED` for any other line that cannot be read.
 */
export async function openJournal(file: string): Promise<Journal> {
  const text = await contents(file);
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const entries = whole
    .split('\n')
    .slice(0, -1)
    .map((line, at) => parsed(line, file, at + 1));
  let size = Buffer.byteLength(whole);
  let handle = await opened(file, size);
  let writing: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const done = writing.then(work);
    writing = done.catch(() => undefined);
    return done;
  };

  return {
    entries,
    append: (entry) =>
      inTurn(async () => {
        const line = `${JSON.stringify(entry)}\n`;
        try {
          await handle.appendFile(line);
          size += Buffer.byteLength(line);
        } catch (cause) {
          // Half a line would spoil the next one.
          await handle.truncate(size).catch(() => undefined);
          throw notWritten(file, cause);
        }
      }),
    rewrite: (kept) =>
      inTurn(async () => {
        const lines = kept.map((entry) => `${JSON.stringify(entry)}\n`).join('');
        await handle.close();
        await writeWhole(file, lines);
        size = Buffer.byteLength(lines);
        handle = await opened(file, size);
      }),
    async close() {
      await writing;
      await handle.close();
    },
  };
}

async function contents(file: string): Promise<string> {
  try {
    await mkdir(dirname(file), { recursive: true });
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw notWritten(file, error);
  }
}

async function opened(file: string, length: number): Promise<FileHandle> {
  try {
    const handle = await open(file, 'a');
    await handle.truncate(length);
    return handle;
  } catch (cause) {
    throw notWritten(file, cause);
  }
}

function parsed(line: string, file: string, number: number): JournalEntry {
  try {
    return JSON.parse(line) as JournalEntry;
  } catch (cause) {
    throw new FlowError('JOURNAL_DAMAGED', `line ${number} of ${file} cannot be read`, {
      cause,
      hint: 'Repair or remove that line, or choose another folder with --root.',
    });
  }
}

function notWritten(file: string, cause: unknown): FlowError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new FlowError('JOURNAL_NOT_WRITTEN', `cannot write ${file}: ${why}`, {
    cause,
    hint: 'Free some space or choose another folder.',
  });
}
