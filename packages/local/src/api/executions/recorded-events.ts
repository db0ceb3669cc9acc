import { open, truncate, type FileHandle } from 'node:fs/promises';
import type { HistoryEvent } from '@flowmap/engine';
import { FlowError } from '@flowmap/graph';

/** Bytes that are read at once from the end of a file. */
const TAIL = 64 * 1024;

/**
 * The events in a history file in their order, of an execution and of all children of its Map Runs; with `mentioned`, at least those
 * in whose lines that text is. None where there is no file. A last line without an end was being written and is left out. Throws
 * `HISTORY_BROKEN`.
 */
export async function* recordedEvents(file: string, mentioned?: string): AsyncGenerator<HistoryEvent> {
  // Most lines of a wide map are of others; only those that can be meant are parsed.
  const wanted = mentioned === undefined ? '' : JSON.stringify(mentioned);
  let number = 0;
  for await (const line of linesOf(file)) {
    number += 1;
    if (line.includes(wanted)) yield parse(file, number, line);
  }
}

/** The whole lines of a file. Only a line feed ends one: JSON leaves other separators of lines as they are. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const handle = await openIfThere(file);
  if (handle === undefined) return;
  try {
    let rest = '';
    for await (const text of handle.createReadStream({ encoding: 'utf8', autoClose: false }) as AsyncIterable<string>) {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } finally {
    await handle.close();
  }
}

/** Cuts off a line that a crash left half written, so that the next one is whole. */
export async function mendHistory(file: string): Promise<void> {
  const size = await sizeOf(file);
  const end = await endOfLines(file, size);
  if (end < size) await truncate(file, end);
}

async function openIfThere(file: string): Promise<FileHandle | undefined> {
  try {
    return await open(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function sizeOf(file: string): Promise<number> {
  const handle = await openIfThere(file);
  if (handle === undefined) return 0;
  try {
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}

/** Bytes up to and with the last line's end. */
async function endOfLines(file: string, size: number): Promise<number> {
  if (size === 0) return 0;
  const handle = await open(file, 'r');
  try {
    for (let end = size; end > 0; end -= TAIL) {
      const start = Math.max(0, end - TAIL);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(end - start), 0, end - start, start);
      const found = buffer.subarray(0, bytesRead).lastIndexOf(0x0a);
      if (found >= 0) return start + found + 1;
    }
    return 0;
  } finally {
    await handle.close();
  }
}

function parse(file: string, line: number, text: string): HistoryEvent {
  try {
    return JSON.parse(text) as HistoryEvent;
  } catch (cause) {
    throw new FlowError('HISTORY_BROKEN', `line ${line} of ${file} cannot be read`, {
      cause,
      hint: 'The execution cannot go on from it. Start it again under another name.',
    });
  }
}
