import type { FlowGraph, GraphIndex, Publications } from '@flowmap/graph';
import { indexGraph, publicationsOf } from '@flowmap/graph';

/** What every task of a flow needs to know of its graph. */
export interface Plan {
  readonly index: GraphIndex;
  readonly publications: Publications;
}

/** A warm worker runs many tasks of one flow: the graph is looked through once. */
const plans = new WeakMap<FlowGraph, Plan>();

/** The plan of a graph, made once in a process. */
export function planOf(graph: FlowGraph): Plan {
  const known = plans.get(graph);
  if (known) return known;
  const index = indexGraph(graph);
  const plan: Plan = { index, publications: publicationsOf(index) };
  plans.set(graph, plan);
  return plan;
}
