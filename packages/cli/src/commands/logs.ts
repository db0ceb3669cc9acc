import { readLogs, runRef } from '@flowmap/deploy';
import type { AccountFlags } from '../deploy/open-account.js';
import type { ExitStatus, Io } from '../io.js';
import { Mistake } from '../mistake.js';
import { withOperation } from '../operate/with-operation.js';
import { painter } from '../render/paint.js';
import { shortAddress } from '../render/words.js';
import type { JsonFlags, RunFlags } from './account-options.js';

/** The flags of `logs`. */
export interface LogsFlags extends AccountFlags, JsonFlags, RunFlags {
  readonly step?: string | undefined;
  readonly follow: boolean;
  readonly since?: string | undefined;
}

/** `flow-cli logs RUN [STEP]`: what tasks logged, each line with its task. */
export async function logs(flags: LogsFlags, io: Io): Promise<ExitStatus> {
  const { step, follow } = flags;
  const since = timeOf(flags.since);
  const paint = painter(io);
  return withOperation<ExitStatus>(flags, async (operation) => {
    const ref = runRef(flags.run, flags.name);
    for await (const line of readLogs(operation, ref, { step, since, follow, signal: operation.signal })) {
      const { time, address, message } = line;
      const head = paint('dim', `${time} ${shortAddress(address)} |`);
      io.out(flags.json ? `${JSON.stringify(line)}\n` : `${head} ${message}\n`);
    }
    return 0;
  });
}

function timeOf(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const time = new Date(text);
  if (!Number.isNaN(time.getTime())) return time;
  throw new Mistake(`--since is ${JSON.stringify(text)}, which is no time.`, 'Write 2026-01-31T12:00:00Z.');
}
