import { deployedGraph, hasEnded, type RunDescription } from '@flowmap/deploy';
import { isFlowError } from '@flowmap/graph';
import { readResult } from '@flowmap/runtime';
import type { ExitStatus, Io } from '../io.js';
import { functionMessage } from '../render/function-message.js';
import { machineMessage } from '../render/machine-message.js';
import { painter } from '../render/paint.js';
import { renderResult } from '../render/result.js';
import type { Operation } from './with-operation.js';

/** Says how a run ended, with its result where it has one, and gives the exit status; of one that goes on, that it does. */
export async function renderEnd(
  run: RunDescription,
  { json }: { readonly json: boolean },
  operation: Operation,
  io: Io,
): Promise<ExitStatus> {
  const { deployment, run: id, status, error, cause } = run;
  const name = `${deployment}/${id}`;
  if (!hasEnded(run)) {
    io.err(`${name} goes on. To see how it stands: flow-cli status ${name} --follow${operation.again}\n`);
    return 130;
  }
  if (status === 'SUCCEEDED') {
    await renderResult(await resultOf(run, operation), { json, run: id }, io);
    if (!json) io.err(`${painter(io)('green', `${name} succeeded`)}\n`);
    return 0;
  }
  if (json) {
    io.out(`${JSON.stringify({ type: 'result', run: id, status, error, cause })}\n`);
    return 1;
  }
  io.err(`${painter(io)('red', `${name} ${wordOf(status)}`)}${whyOf(run)}\n`);
  if (run.redrivable === true) io.err(`  To go on from there: flow-cli redrive ${name}${operation.again}\n`);
  return 1;
}

/** Why a run did not end well, in one line: `: Oops: It went wrong`. */
export function whyOf({ error, cause }: Pick<RunDescription, 'error' | 'cause'>): string {
  const said =
    machineMessage(error, cause) ??
    functionMessage(error, cause) ??
    [error, cause].filter((part) => part !== undefined && part !== '').join(': ');
  return said === '' ? '' : `: ${said.length > LONGEST_CAUSE ? `${said.slice(0, LONGEST_CAUSE)}…` : said}`;
}

/** A cause that a service wrote may be JSON of any length. */
const LONGEST_CAUSE = 2_000;

function wordOf(status: RunDescription['status']): string {
  return status === 'ABORTED' ? 'was ended' : status === 'TIMED_OUT' ? 'took longer than its timeout' : 'failed';
}

/** The result of a flow, out of its artifacts; undefined where it gives none, or where nobody knows by now what it gives. */
async function resultOf({ deployment, run }: RunDescription, { objects, metadata }: Operation): Promise<unknown> {
  const record = await metadata.run(deployment, run);
  if (!record) return undefined;
  try {
    const graph = await deployedGraph(objects, record.code);
    return await readResult(graph, run, { objects, metadata, deployment });
  } catch (error) {
    if (isFlowError(error) && error.code === 'NO_GRAPH') return undefined;
    throw error;
  }
}
