import { history as deploymentsOf, type PastDeployment } from '@flowmap/deploy';
import type { AccountFlags } from '../deploy/open-account.js';
import type { ExitStatus, Io } from '../io.js';
import { withOperation } from '../operate/with-operation.js';
import { painter } from '../render/paint.js';
import { renderTable } from '../render/table.js';
import { when } from '../render/words.js';
import type { JsonFlags } from './account-options.js';

/** The flags of `history`. */
export interface HistoryFlags extends AccountFlags, JsonFlags {
  readonly name: string;
}

/** `flow-cli history NAME`: the deployments of a flow, newest first. */
export async function history(flags: HistoryFlags, io: Io): Promise<ExitStatus> {
  const all = await withOperation(flags, (operation) => deploymentsOf(flags.name, operation));
  if (flags.json) {
    io.out(`${JSON.stringify(all, undefined, 2)}\n`);
    return 0;
  }
  const rows = all.map((one) => [
    String(one.version),
    when(one.at),
    one.by,
    one.code.slice(0, 12),
    one.machineVersion?.split(':').at(-1) ?? '',
    liveness(one),
  ]);
  io.out(renderTable(['version', 'deployed', 'by', 'code', 'machine', 'live'], rows, painter(io)));
  return 0;
}

function liveness({ weight, ended, pruned }: PastDeployment): string {
  if (pruned) return 'removed';
  if (ended === undefined) return 'never ended';
  return weight === 0 ? '' : `${weight} %`;
}
