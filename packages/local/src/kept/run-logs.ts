import { createReadStream } from 'node:fs';
import { FlowError } from '@flowmap/graph';
import type { LogLine } from '@flowmap/runtime';
import type { LogReader, TaskLogLine } from '@flowmap/store';
import { openJournal } from '../journal.js';
import { wholeLines } from '../journal-lines.js';
import { runFolder } from './run-folder.js';

/** What the tasks of a run log, kept as it comes. */
export interface RunLogs {
  add(line: LogLine): void;
  /** Resolves when every line so far is kept. Throws `JOURNAL_NOT_WRITTEN` where one could not be. */
  flush(): Promise<void>;
  /** The same, and closes the file. */
  close(): Promise<void>;
}

/** Opens the file of what the tasks of a run log: a JSON object a line. */
export async function openRunLogs(file: string, onFailure: (error: FlowError) => void): Promise<RunLogs> {
  const journal = await openJournal(file, { onFailure });
  return {
    add({ at, address, attempt, message }) {
      const line: TaskLogLine = { time: new Date(at).toISOString(), address, attempt, message };
      // A failure is told once, by onFailure.
      journal.append(line)?.catch(() => undefined);
    },
    flush: () => journal.flush(),
    close: () => journal.close(),
  };
}

/** What the tasks of the runs of a folder logged. A last line that was cut off is left out. */
export function localLogs(root: string): LogReader {
  return {
    async *lines(deployment, run, { step, since } = {}) {
      const address = `${deployment}/${run}${step === undefined ? '' : `/${step}`}`;
      const { logs } = runFolder(root, deployment, run);
      try {
        for await (const text of wholeLines(createReadStream(logs))) {
          const line = JSON.parse(text.toString()) as TaskLogLine;
          const isWanted = line.address === address || line.address.startsWith(`${address}/`);
          if (isWanted && (since === undefined || Date.parse(line.time) >= since.getTime())) yield line;
        }
      } catch (cause) {
        // A run without the file was made before there were any, or never began.
        if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return;
        throw new FlowError('JOURNAL_NOT_READ', `cannot read ${logs}: ${(cause as Error).message}`, { cause });
      }
    },
  };
}
