import { indexGraph, type FlowGraph, type StepNode } from '@flowmap/graph';

/** The steps of a flow by the name of the compute that they run on. */
export function stepsByCompute(graph: FlowGraph): ReadonlyMap<string, readonly StepNode[]> {
  const steps = new Map<string, StepNode[]>();
  for (const { node } of indexGraph(graph).nodes.values()) {
    if (node.kind !== 'step') continue;
    const on = node.resources?.on ?? 'default';
    steps.set(on, [...(steps.get(on) ?? []), node]);
  }
  return steps;
}
