import { invariant } from './flow-error.js';
import type { FlowGraph } from './flow-graph.js';
import type { Body, ChooseNode, FlowNode, ForeachNode, StepNode } from './nodes.js';
import type { NodeId } from './reference.js';

/** A node and where it stands. */
export interface Located {
  readonly node: FlowNode;
  /** The enclosing foreachs, outermost first. Their number is the length of the node's index path. */
  readonly foreachs: readonly ForeachNode[];
  /** The body that holds the node. */
  readonly body: Body;
}

/** The nodes of a graph by id. */
export interface GraphIndex {
  readonly graph: FlowGraph;
  /** Every node in the order of the author's file, outer before inner. */
  readonly nodes: ReadonlyMap<NodeId, Located>;
  /** The step that each catch handler belongs to, by the handler's id. */
  readonly handlers: ReadonlyMap<NodeId, StepNode>;
}

/** Builds the index of a graph, in time linear in its nodes. */
export function indexGraph(graph: FlowGraph): GraphIndex {
  const nodes = new Map<NodeId, Located>();
  const handlers = new Map<NodeId, StepNode>();
  const visit = (body: Body, foreachs: readonly ForeachNode[]): void => {
    for (const node of body.nodes) {
      nodes.set(node.id, { node, foreachs, body });
      if (node.kind === 'step' && node.catch) handlers.set(node.catch.id, node);
      if (node.kind === 'foreach') visit(node.body, [...foreachs, node]);
      if (node.kind === 'choose') for (const inner of bodiesOf(node)) visit(inner, foreachs);
    }
  };
  visit(graph.body, []);
  return { graph, nodes, handlers };
}

/** The bodies of a choose: its cases in order, then `otherwise`. */
export function bodiesOf(node: ChooseNode): readonly Body[] {
  return node.otherwise ? [...Object.values(node.cases), node.otherwise] : Object.values(node.cases);
}

/** Finds a node, or the step behind a catch handler's id. The graph is checked before: a miss is a bug. */
export function locate(index: GraphIndex, id: NodeId): Located {
  const found = index.nodes.get(id) ?? index.nodes.get(index.handlers.get(id)?.id ?? '');
  invariant(found, `no node ${id} in flow ${index.graph.name}`);
  return found;
}

/** How many enclosing foreachs a node has: the length of its index path. */
export function depthOf(index: GraphIndex, id: NodeId): number {
  return locate(index, id).foreachs.length;
}
