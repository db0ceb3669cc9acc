import { createReadStream } from 'node:fs';
import type { HistoryEvent } from '@flowmap/engine';
import { FlowError, isFlowError } from '@flowmap/graph';
import { wholeLines } from './journal-lines.js';

/** The recorded events of a run, read as they are asked for. */
export interface RecordedEvents extends AsyncIterable<HistoryEvent> {
  /**
   * What the engine has against the events, as an error that names the file: `JOURNAL_DAMAGED` with the line where one
   * does not follow from those before it, `JOURNAL_MISMATCH` where they are of another state machine. Any other error
   * comes back as it is.
   */
  fault(error: unknown): unknown;
}

const HINT = 'Nothing was changed. Bring the file back as it was, or start another run.';

/**
 * Reads a journal of history events line by line, however long it is; there are none where there is no file. A last line
 * that a crash has cut off does not count. Iterating throws `JOURNAL_DAMAGED` for a line that is no event, by its number,
 * and `JOURNAL_NOT_READ`.
 */
export function readJournal(file: string): RecordedEvents {
  let line = 0;
  let isRead = false;
  const damaged = (what: string, cause: unknown): FlowError =>
    new FlowError('JOURNAL_DAMAGED', `the history ${file} is damaged: ${what}`, { cause, hint: HINT });

  async function* events(): AsyncGenerator<HistoryEvent> {
    line = 0;
    const decoder = new TextDecoder('utf-8', { fatal: true });
    for await (const bytes of wholeLines(createReadStream(file, { highWaterMark: 1 << 20 }))) {
      line += 1;
      let event: unknown;
      try {
        event = JSON.parse(decoder.decode(bytes));
      } catch (cause) {
        throw damaged(`line ${line} is no JSON`, cause);
      }
      if (!isEvent(event)) throw damaged(`line ${line} is no event`, undefined);
      yield event;
    }
    isRead = true;
  }

  return {
    async *[Symbol.asyncIterator]() {
      try {
        yield* events();
      } catch (cause) {
        if (isFlowError(cause)) throw cause;
        const { code, message } = cause as NodeJS.ErrnoException;
        if (code === 'ENOENT') return;
        throw new FlowError('JOURNAL_NOT_READ', `cannot read the history ${file}: ${message}`, { cause });
      }
    },
    fault(error) {
      if (!(error instanceof Error) || error.name !== 'PastError') return error;
      const said = error.message.charAt(0).toLowerCase() + error.message.slice(1);
      if (!isRead) return damaged(`line ${line}: ${said}`, error);
      return new FlowError('JOURNAL_MISMATCH', `cannot go on from ${file}: ${said}`, { cause: error, hint: HINT });
    },
  };
}

function isEvent(value: unknown): value is HistoryEvent {
  if (typeof value !== 'object' || value === null) return false;
  const { id, type, timestamp, execution } = value as Readonly<Record<string, unknown>>;
  return (
    typeof id === 'number' && typeof type === 'string' && typeof timestamp === 'number' && typeof execution === 'string'
  );
}
