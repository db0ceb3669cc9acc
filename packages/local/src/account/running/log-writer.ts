import type { AccountCall } from '../kept/kept-account.js';
import { AwsError } from '../protocol/aws-error.js';

/** Lines on their way to a log stream. */
export interface LogWriter {
  write(group: string, stream: string, line: string): void;
  /** Resolves when all lines so far are in their groups. */
  flush(): Promise<void>;
}

/** Does a call of CloudWatch Logs. */
export type LogsCall = (call: AccountCall) => Promise<unknown>;

/** Milliseconds after a line until it is in its group. */
const DELAY = 100;
/** Of one call, less than CloudWatch Logs takes. */
const MOST_LINES = 1_000;
const MOST_BYTES = 500_000;

interface Line {
  readonly timestamp: number;
  readonly message: string;
}

/** Puts lines into log streams, many at once. Groups and streams that are missing are made, as AWS Lambda makes them. */
export function logWriter(call: LogsCall, now: () => number, report: (error: unknown) => void): LogWriter {
  const waiting = new Map<string, { readonly group: string; readonly stream: string; readonly lines: Line[] }>();
  const known = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  const ensure = async (action: string, input: object): Promise<void> => {
    try {
      await call({ action, input, loose: false });
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== 'ResourceAlreadyExistsException') throw error;
    }
  };
  const put = async (group: string, stream: string, lines: readonly Line[], again = true): Promise<void> => {
    if (!known.has(`${group}\n${stream}`)) {
      await ensure('CreateLogGroup', { logGroupName: group });
      await ensure('CreateLogStream', { logGroupName: group, logStreamName: stream });
      known.add(`${group}\n${stream}`);
    }
    try {
      const input = { logGroupName: group, logStreamName: stream, logEvents: lines };
      await call({ action: 'PutLogEvents', input, loose: false });
    } catch (error) {
      known.delete(`${group}\n${stream}`);
      if (!again || !(error instanceof AwsError) || error.code !== 'ResourceNotFoundException') throw error;
      await put(group, stream, lines, false);
    }
  };
  const write = async (): Promise<void> => {
    const all = [...waiting.values()];
    waiting.clear();
    for (const { group, stream, lines } of all) {
      for (const batch of batches(lines)) await put(group, stream, batch).catch(report);
    }
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(write);
    return writing;
  };

  return {
    write(group, stream, message) {
      if (message === '') return;
      const key = `${group}\n${stream}`;
      const { lines } = waiting.get(key) ?? { lines: [] as Line[] };
      lines.push({ timestamp: now(), message: message.slice(0, MOST_BYTES / 4) });
      waiting.set(key, { group, stream, lines });
      timer ??= setTimeout(() => void flush(), DELAY).unref();
    },
    flush,
  };
}

function batches(lines: readonly Line[]): readonly (readonly Line[])[] {
  const all: Line[][] = [];
  let bytes = Infinity;
  for (const line of lines) {
    const size = Buffer.byteLength(line.message) + 26;
    const batch = all.at(-1);
    if (batch === undefined || batch.length >= MOST_LINES || bytes + size > MOST_BYTES) {
      all.push([line]);
      bytes = size;
    } else {
      batch.push(line);
      bytes += size;
    }
  }
  return all;
}
