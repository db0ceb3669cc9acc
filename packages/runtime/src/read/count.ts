import type { Fact, NodeId } from '@flowmap/graph';
import { countFact, depthOf, FlowError, indexAtDepth, locate } from '@flowmap/graph';
import type { RunScope } from '../run-scope.js';
import { stepRecord } from './step-record.js';

/**
 * The number of items of a foreach, which the task that made the list published and keeps in its record; `index` is the index
 * path around the foreach. Throws `COUNT_MISSING` where that task has not ended.
 */
export async function countOf(scope: RunScope, foreach: NodeId, index: string): Promise<number> {
  const fact = countFact(scope.publications, foreach);
  const value = await publishedFact(scope, fact, indexAtDepth(index, depthOf(scope.index, fact)));
  if (typeof value === 'number') return value;
  throw new FlowError('COUNT_MISSING', `the number of items of ${scope.address(foreach, index)} is not known`, {
    hint: 'The task that makes the list has not ended, or its record was removed.',
  });
}

async function publishedFact(scope: RunScope, fact: NodeId, index: string): Promise<Fact | undefined> {
  const source = scope.publications.sources.get(fact);
  // Several steps publish a fact only behind a choose, and then one of them ran.
  const publishers = source?.kind === 'steps' ? source.steps : [fact];
  for (const publisher of publishers) {
    const { node } = locate(scope.index, publisher);
    const at = indexAtDepth(index, depthOf(scope.index, publisher));
    const record = await (node.kind === 'step' ? stepRecord(scope, node, at) : scope.record(node.id, at));
    const value = record?.facts?.[fact];
    if (value !== undefined) return value;
  }
  return undefined;
}
