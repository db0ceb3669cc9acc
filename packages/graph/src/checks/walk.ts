import { bodiesOf } from '../graph-index.js';
import type { FlowGraph } from '../flow-graph.js';
import type { Body, ChooseNode, FlowNode, ForeachNode } from '../nodes.js';
import type { NodeId } from '../reference.js';

/** A body and where it stands. */
export interface Placed {
  readonly body: Body;
  /** The ids of its nodes. */
  readonly ids: ReadonlySet<NodeId>;
  /** The node that it is the body of, and where that stands; undefined for the flow's own body. */
  readonly inside: { readonly node: ForeachNode | ChooseNode; readonly placed: Placed } | undefined;
}

/** Every body of a graph, outer before inner. */
export function* bodiesIn(graph: FlowGraph): Generator<Placed> {
  yield* bodiesFrom(graph.body, undefined);
}

/** Every node of a graph, outer before inner. */
export function* nodesIn(graph: FlowGraph): Generator<FlowNode> {
  for (const { body } of bodiesIn(graph)) yield* body.nodes;
}

/** The id of the node that a body belongs to; empty for the flow's own. */
export function ownerOf(placed: Placed): NodeId {
  return placed.inside?.node.id ?? '';
}

function* bodiesFrom(body: Body, inside: Placed['inside']): Generator<Placed> {
  const placed: Placed = { body, ids: new Set(body.nodes.map(({ id }) => id)), inside };
  yield placed;
  for (const node of body.nodes) {
    if (node.kind === 'foreach') yield* bodiesFrom(node.body, { node, placed });
    else if (node.kind === 'choose') for (const inner of bodiesOf(node)) yield* bodiesFrom(inner, { node, placed });
  }
}
