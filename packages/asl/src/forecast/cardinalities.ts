import type { FlowGraph, GraphIndex, NodeId, Publications } from '@flowmap/graph';
import { countFact, FlowError, indexGraph, publicationsOf } from '@flowmap/graph';
import type { ForecastLoad } from './types.js';

/** The foreachs of a graph whose number of items a forecast must be told, in the order of the author's file. */
export function cardinalitiesOf(graph: FlowGraph): readonly NodeId[] {
  const index = indexGraph(graph);
  return independent(index, publicationsOf(index));
}

function independent(index: GraphIndex, publications: Publications): readonly NodeId[] {
  return [...index.nodes.values()].flatMap(({ node }) =>
    node.kind === 'foreach' && countFact(publications, node.id) === node.id ? [node.id] : [],
  );
}

/** The number of items of each foreach. Throws `COUNT_MISSING` with all that were not said, or are no number of items. */
export function itemsByForeach(
  index: GraphIndex,
  publications: Publications,
  { items }: ForecastLoad,
): (foreach: NodeId) => number {
  const missing = independent(index, publications).filter((id) => {
    const count = items[id];
    return count === undefined || !Number.isInteger(count) || count < 0;
  });
  if (missing.length > 0) {
    throw new FlowError('COUNT_MISSING', `a forecast needs the number of items of ${missing.join(', ')}`, {
      hint: 'A whole number from 0 for each.',
    });
  }
  return (foreach) => items[countFact(publications, foreach)] ?? 0;
}
