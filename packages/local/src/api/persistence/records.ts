import { mkdir, open, readFile, rename, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FlowError } from '@flowmap/graph';

/** Records by key, in memory and in a file that only grows. */
export interface Records<T> {
  get(key: string): T | undefined;
  /** In the order in which the keys first came. */
  values(): Iterable<T>;
  entries(): Iterable<[string, T]>;
  readonly size: number;
  /** Is seen by `get` at once; resolves when the file has it. Where it cannot be written, what was there before is back. */
  set(key: string, value: T): Promise<void>;
  delete(key: string): Promise<void>;
  close(): Promise<void>;
}

/** Lines that a file may have for each record, and at least, before opening it writes it anew. */
const SLACK = 4;
const FEW_LINES = 1000;

/**
 * Opens the records of a file, or none where there is no file yet. A last line that was cut off by a crash is dropped: nobody was
 * told that it is kept. Throws `RECORDS_BROKEN` for any other line that cannot be read, `RECORDS_NOT_WRITTEN` where the disk refuses.
 */
export async function openRecords<T>(file: string): Promise<Records<T>> {
  await mkdir(dirname(file), { recursive: true }).catch((cause: unknown) => {
    throw notWritten(file, cause);
  });
  const { records, lines, bytes } = await load<T>(file);
  if (lines > FEW_LINES && lines > records.size * SLACK) return attach(file, records, await rewrite(file, records));
  return attach(file, records, bytes);
}

async function attach<T>(file: string, records: Map<string, T>, length: number): Promise<Records<T>> {
  let handle: FileHandle;
  try {
    handle = await open(file, 'a');
    await handle.truncate(length);
  } catch (cause) {
    throw notWritten(file, cause);
  }
  let size = length;
  let writing: Promise<void> = Promise.resolve();

  const append = (line: string): Promise<void> => {
    const written = writing.then(async () => {
      try {
        await handle.appendFile(line);
        size += Buffer.byteLength(line);
      } catch (cause) {
        // Half a line would spoil the next one.
        await handle.truncate(size).catch(() => undefined);
        throw notWritten(file, cause);
      }
    });
    writing = written.catch(() => undefined);
    return written;
  };

  const change = async (key: string, value: T | undefined): Promise<void> => {
    const before = records.get(key);
    if (value === undefined) records.delete(key);
    else records.set(key, value);
    try {
      await append(lineOf(key, value));
    } catch (error) {
      if (records.get(key) === value) {
        if (before === undefined) records.delete(key);
        else records.set(key, before);
      }
      throw error;
    }
  };

  return {
    get: (key) => records.get(key),
    values: () => records.values(),
    entries: () => records.entries(),
    get size() {
      return records.size;
    },
    set: (key, value) => change(key, value),
    delete: (key) => (records.has(key) ? change(key, undefined) : Promise.resolve()),
    async close() {
      await writing;
      await handle.close();
    },
  };
}

interface Line<T> {
  readonly key: string;
  readonly value?: T;
}

function lineOf<T>(key: string, value: T | undefined): string {
  const line: Line<T> = value === undefined ? { key } : { key, value };
  return `${JSON.stringify(line)}\n`;
}

async function load<T>(file: string): Promise<{ records: Map<string, T>; lines: number; bytes: number }> {
  const records = new Map<string, T>();
  let content: string;
  try {
    content = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { records, lines: 0, bytes: 0 };
    throw new FlowError('RECORDS_BROKEN', `cannot read ${file}: ${(error as Error).message}`, { cause: error });
  }
  const whole = content.slice(0, content.lastIndexOf('\n') + 1);
  const lines = whole.split('\n').slice(0, -1);
  for (const [i, line] of lines.entries()) {
    try {
      const { key, value } = JSON.parse(line) as Line<T>;
      if (value === undefined) records.delete(key);
      else records.set(key, value);
    } catch (cause) {
      throw new FlowError('RECORDS_BROKEN', `line ${i + 1} of ${file} cannot be read`, {
        cause,
        hint: 'Repair or remove that line, or choose another folder.',
      });
    }
  }
  return { records, lines: lines.length, bytes: Buffer.byteLength(whole) };
}

/** Writes only what still counts, beside the file and then in its place. Gives its length. */
async function rewrite<T>(file: string, records: ReadonlyMap<string, T>): Promise<number> {
  const content = [...records].map(([key, value]) => lineOf(key, value)).join('');
  await writeWhole(file, content);
  return Buffer.byteLength(content);
}

/** Writes a file so that it is there whole or not at all. Throws `RECORDS_NOT_WRITTEN`. */
export async function writeWhole(file: string, content: string): Promise<void> {
  const next = `${file}.next`;
  try {
    await mkdir(dirname(file), { recursive: true });
    const handle = await open(next, 'w');
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(next, file);
  } catch (cause) {
    throw notWritten(file, cause);
  }
}

function notWritten(file: string, cause: unknown): FlowError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new FlowError('RECORDS_NOT_WRITTEN', `cannot write ${file}: ${why}`, {
    cause,
    hint: 'Free some space or choose another folder.',
  });
}
