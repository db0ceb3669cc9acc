import { type ForeachStatus, runRef, type RunState, watchRun } from '@flowmap/deploy';
import type { AccountFlags } from '../deploy/open-account.js';
import type { ExitStatus, Io } from '../io.js';
import { followRun, tellUnread } from '../operate/follow-run.js';
import { renderEnd, whyOf } from '../operate/render-end.js';
import { withOperation } from '../operate/with-operation.js';
import { painter } from '../render/paint.js';
import { renderTable } from '../render/table.js';
import { duration, when } from '../render/words.js';
import type { JsonFlags, RunFlags } from './account-options.js';

/** The flags of `status`. */
export interface StatusFlags extends AccountFlags, JsonFlags, RunFlags {
  readonly follow: boolean;
}

/** `flow-cli status RUN`: how a run stands; with `--follow` until it has ended, and then the exit status says how. */
export async function status(flags: StatusFlags, io: Io): Promise<ExitStatus> {
  return withOperation(flags, async (operation) => {
    const ref = runRef(flags.run, flags.name);
    if (flags.follow) return renderEnd(await followRun(operation, ref, flags, io), flags, operation, io);
    const state = await watchRun(operation, ref, Date.now).look();
    tellUnread(state, io);
    io.out(flags.json ? `${JSON.stringify(state, undefined, 2)}\n` : describe(state, Date.now(), io));
    return 0;
  });
}

function describe(state: RunState, now: number, io: Io): string {
  const { deployment, run, started, stopped, redrives, foreachs } = state;
  const paint = painter(io);
  const took = duration((stopped === undefined ? now : Date.parse(stopped)) - Date.parse(started));
  const style = state.status === 'SUCCEEDED' ? 'green' : state.status === 'RUNNING' ? 'cyan' : 'red';
  const again = redrives === 0 ? '' : `, redriven ${redrives} ${redrives === 1 ? 'time' : 'times'}`;
  const head = `${paint('bold', `${deployment}/${run}`)} ${paint(style, state.status)}${whyOf(state)}\n`;
  const times = `started ${when(started)}, ${stopped === undefined ? 'for' : 'took'} ${took}${again}\n`;
  if (foreachs.length === 0) return `${head}${times}`;
  const rows = foreachs.map(({ foreach, mapRuns, counts }) => [
    foreach,
    String(mapRuns),
    ...[counts.total, counts.pending, counts.running, counts.succeeded, failures(counts)].map(String),
  ]);
  const heads = ['foreach', 'Map Runs', 'items', 'pending', 'running', 'succeeded', 'failed'];
  return `${head}${times}\n${renderTable(heads, rows, paint)}${foreachs.map(unseen).join('')}`;
}

function failures({ failed, timedOut, aborted }: ForeachStatus['counts']): number {
  return failed + timedOut + aborted;
}

function unseen({ foreach, unseen: missed }: ForeachStatus): string {
  return missed === 0 ? '' : `${foreach} has Map Runs in ${missed} more children, which were not asked.\n`;
}
