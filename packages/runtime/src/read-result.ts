import type { FlowGraph } from '@flowmap/graph';
import { resolve } from './read/resolve.js';
import type { RunStores } from './run-scope.js';
import { openRun } from './run-scope.js';

/**
 * The result of a run that has ended: the output of the node that the flow returns, undefined for a flow that returns none. A
 * foreach's result is a `Collection`, and nothing of it is read before it is asked for. Throws `RESULT_MISSING` where the run
 * has not come so far.
 *
 * @example
 * const result = await readResult(flow.graph, run, { objects, metadata, deployment: 'flight-delays' });
 */
export async function readResult(graph: FlowGraph, run: string, stores: RunStores): Promise<unknown> {
  const { result } = graph.body;
  return result && resolve(openRun(graph, run, stores), result, '');
}
