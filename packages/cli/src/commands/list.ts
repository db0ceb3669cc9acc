import { listFlows } from '@flowmap/deploy';
import type { AccountFlags } from '../deploy/open-account.js';
import type { ExitStatus, Io } from '../io.js';
import { withOperation } from '../operate/with-operation.js';
import { painter } from '../render/paint.js';
import { renderTable } from '../render/table.js';
import { when } from '../render/words.js';
import type { JsonFlags } from './account-options.js';

/** The flags of `list`. */
export interface ListFlags extends AccountFlags, JsonFlags {}

/** `flow-cli list`: the flows that are deployed. */
export async function list(flags: ListFlags, io: Io): Promise<ExitStatus> {
  const flows = await withOperation(flags, ({ metadata }) => listFlows(metadata));
  if (flags.json) {
    io.out(`${JSON.stringify(flows, undefined, 2)}\n`);
    return 0;
  }
  if (flows.length === 0) {
    io.err('No flow is deployed here. flow-cli deploy FILE deploys one.\n');
    return 0;
  }
  const rows = flows.map(({ deployment, owner, newest }) => [
    deployment,
    newest ? String(newest.version) : '-',
    newest ? when(newest.at) : '-',
    newest?.by ?? '-',
    owner,
    newest?.ended ? newest.code.slice(0, 12) : 'never ended',
  ]);
  io.out(renderTable(['flow', 'version', 'deployed', 'by', 'owner', 'code'], rows, painter(io)));
  return 0;
}
