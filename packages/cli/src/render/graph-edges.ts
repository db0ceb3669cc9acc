import { bodiesOf, itemReferences, type Body, type FlowNode, type NodeId, type Reference } from '@flowmap/graph';

/** That a node waits for another of the same body. */
export interface Edge {
  readonly from: NodeId;
  readonly to: NodeId;
  /** Without data: only `after` says it. */
  readonly orderOnly: boolean;
}

/** The edges between the nodes of a body. What the inside of a node needs, the node needs. */
export function edgesOf(body: Body): readonly Edge[] {
  const ids = new Set(body.nodes.map((node) => node.id));
  return body.nodes.flatMap((node) => {
    const data = new Set([...referencesOf(node)].filter((id) => ids.has(id) && id !== node.id));
    const order = (node.after ?? []).filter((id) => ids.has(id) && !data.has(id));
    return [
      ...[...data].map((from) => ({ from, to: node.id, orderOnly: false })),
      ...order.map((from) => ({ from, to: node.id, orderOnly: true })),
    ];
  });
}

/** A value as the author writes it: `start.out.chunks`, `item perChunk`, `param year`. */
export function nameReference(reference: Reference): string {
  if ('node' in reference) return [reference.node, ...reference.path].join('.');
  if ('item' in reference) return [`item of ${reference.item}`, ...reference.path].join('.');
  return [`param ${reference.param}`, ...reference.path].join('.');
}

function* referencesOf(node: FlowNode): Iterable<NodeId> {
  const named = (reference: Reference): readonly NodeId[] => ('node' in reference ? [reference.node] : []);
  if (node.kind === 'step') {
    for (const reference of Object.values(node.in)) yield* named(reference);
    return;
  }
  for (const reference of node.kind === 'foreach' ? itemReferences(node) : [node.by]) yield* named(reference);
  for (const body of node.kind === 'foreach' ? [node.body] : bodiesOf(node)) {
    for (const inner of body.nodes) {
      yield* inner.after ?? [];
      yield* referencesOf(inner);
    }
    if (body.result) yield* named(body.result);
  }
}
