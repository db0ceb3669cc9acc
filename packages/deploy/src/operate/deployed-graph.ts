import { FlowError, type FlowGraph, readGraph } from '@flowmap/graph';
import type { ObjectStore } from '@flowmap/store';
import { codeKeys } from '../model/names.js';

/**
 * The graph of a flow that was deployed with a code, out of the bucket. Throws `NO_GRAPH` where it is not there, and `STORE_...`.
 */
export async function deployedGraph(objects: ObjectStore, code: string): Promise<FlowGraph> {
  const key = codeKeys(code).graph;
  const stored = await objects.get(key);
  if (stored) return readGraph(JSON.parse(Buffer.from(stored).toString()));
  throw new FlowError('NO_GRAPH', `The bucket has no graph of the flow: ${key} is missing.`, {
    hint: 'Deploy the flow again: that stores it.',
  });
}
