import { bodiesOf, itemReferences, type Body, type FlowNode, type NodeId, type Reference } from '@flowmap/graph';

/** The nodes of a body for which no other node of it waits: when all of them have ended, so has the body. */
export function sinksOf(body: Body): ReadonlySet<NodeId> {
  const sinks = new Set(body.nodes.map((node) => node.id));
  for (const node of body.nodes) for (const needed of neededBy(node)) if (needed !== node.id) sinks.delete(needed);
  return sinks;
}

/** The ids of all nodes that a node names, in its own fields or anywhere inside it. */
function* neededBy(node: FlowNode): Iterable<NodeId> {
  yield* node.after ?? [];
  switch (node.kind) {
    case 'step':
      for (const reference of Object.values(node.in)) yield* named(reference);
      return;
    case 'foreach':
      for (const reference of itemReferences(node)) yield* named(reference);
      yield* neededIn(node.body);
      return;
    case 'choose':
      yield* named(node.by);
      for (const body of bodiesOf(node)) yield* neededIn(body);
  }
}

function* neededIn(body: Body): Iterable<NodeId> {
  for (const node of body.nodes) yield* neededBy(node);
  if (body.result) yield* named(body.result);
}

function named(reference: Reference): readonly NodeId[] {
  return 'node' in reference ? [reference.node] : [];
}
