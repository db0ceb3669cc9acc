import { createReadStream } from 'node:fs';
import type { HistoryEvent } from '@flowmap/engine';
import { FlowError } from '@flowmap/graph';
import { wholeLines } from '../../journal-lines.js';

/**
 * The events in a history in whose lines a text is: an ARN. Most lines of a wide map are of other executions, and only those that can be
 * meant are parsed. None where there is no file. A last line without an end is being written and is left out. Throws `JOURNAL_DAMAGED`.
 */
export async function* eventsThatMention(file: string, text: string): AsyncGenerator<HistoryEvent> {
  const wanted = Buffer.from(JSON.stringify(text));
  let number = 0;
  try {
    for await (const line of wholeLines(createReadStream(file, { highWaterMark: 1 << 20 }))) {
      number += 1;
      if (line.includes(wanted)) yield parse(file, number, line);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

function parse(file: string, number: number, line: Buffer): HistoryEvent {
  try {
    return JSON.parse(line.toString('utf8')) as HistoryEvent;
  } catch (cause) {
    throw new FlowError('JOURNAL_DAMAGED', `the history ${file} is damaged: line ${number} is no JSON`, { cause });
  }
}
