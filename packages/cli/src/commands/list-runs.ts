import { type ExecutionStatus, listRuns as runsOf } from '@flowmap/deploy';
import type { AccountFlags } from '../deploy/open-account.js';
import type { ExitStatus, Io } from '../io.js';
import { wholeNumber } from '../operate/whole-number.js';
import { withOperation } from '../operate/with-operation.js';
import { painter } from '../render/paint.js';
import { renderTable } from '../render/table.js';
import { duration, when } from '../render/words.js';
import type { JsonFlags } from './account-options.js';

/** The flags of `list-runs`. */
export interface ListRunsFlags extends AccountFlags, JsonFlags {
  readonly name: string;
  readonly status?: ExecutionStatus | undefined;
  readonly limit: string;
}

/** `flow-cli list-runs NAME`: the runs of a flow, newest first. */
export async function listRuns(flags: ListRunsFlags, io: Io): Promise<ExitStatus> {
  const { name, status, json } = flags;
  const limit = wholeNumber(flags.limit, '--limit', 1);
  return withOperation<ExitStatus>(flags, async (operation) => {
    const rows: string[][] = [];
    for await (const run of runsOf(operation, name, { status, limit })) {
      if (json) io.out(`${JSON.stringify(run)}\n`);
      const { started, stopped, redrives } = run;
      const took = stopped === undefined ? '' : duration(Date.parse(stopped) - Date.parse(started));
      rows.push([run.run, run.status, when(started), took, redrives === 0 ? '' : String(redrives)]);
    }
    if (json) return 0;
    if (rows.length === 0) io.err(`${name} has no runs${status === undefined ? '' : ` that are ${status}`}.\n`);
    else io.out(renderTable(['run', 'status', 'started', 'took', 'redriven'], rows, painter(io)));
    return 0;
  });
}
