import {
  bodiesOf,
  indexAtDepth,
  type Body,
  type ForeachNode,
  type GraphIndex,
  type NodeId,
  type StepNode,
} from '@flowmap/graph';
import { sinksOf } from './sinks.js';

/** Which items of the foreachs are open and which have ended, worked out from the tasks alone. */
export interface Items {
  /** A task inside these items has begun. */
  opened(node: NodeId, index: string): void;
  /** A node has ended well at an index path: a step's task, or a whole foreach. */
  ended(node: NodeId, index: string): void;
  /** A node has failed for good. The item that fails with it is that of the nearest foreach that tolerates failures. */
  failed(node: NodeId, index: string): void;
}

/** What is told about items as they open and close. `index` is the index path of the item itself. */
export interface ItemListener {
  opened(foreach: NodeId, index: string): void;
  closed(foreach: NodeId, index: string, ok: boolean): void;
}

/** Where a node stands, seen from inside: the bodies around it, each with what must end before it has ended. */
interface Scope {
  readonly owner: NodeId;
  readonly kind: 'foreach' | 'choose';
  readonly sinks: ReadonlySet<NodeId>;
  /** Positions of an index path inside this body. */
  readonly depth: number;
}

/**
 * Follows the items of every foreach whose body is more than one step. An item has ended when the nodes for which nobody in its
 * body waits have ended. Memory is bounded by the items that are open.
 */
export function followItems(graph: GraphIndex, listener: ItemListener): Items {
  const scopes = new Map<NodeId, Scope>();
  for (const { node, foreachs } of graph.nodes.values()) {
    if (node.kind === 'step') continue;
    const depth = foreachs.length + (node.kind === 'foreach' ? 1 : 0);
    const bodies: readonly Body[] = node.kind === 'foreach' ? [node.body] : bodiesOf(node);
    for (const body of bodies) {
      const scope: Scope = { owner: node.id, kind: node.kind, sinks: sinksOf(body), depth };
      for (const inner of body.nodes) scopes.set(inner.id, scope);
    }
  }
  /** By body and index path: the nodes that have still to end. */
  const pending = new Map<string, Set<NodeId>>();
  const keyOf = (scope: Scope, index: string): string => `${scope.owner} ${index}`;

  const open = (node: NodeId, index: string): void => {
    for (let scope = scopes.get(node); scope; scope = scopes.get(scope.owner)) {
      const at = indexAtDepth(index, scope.depth);
      const key = keyOf(scope, at);
      if (pending.has(key)) continue;
      pending.set(key, new Set(scope.sinks));
      if (scope.kind === 'foreach') listener.opened(scope.owner, at);
    }
  };
  const end = (node: NodeId, index: string): void => {
    const scope = scopes.get(node);
    if (!scope) return;
    const key = keyOf(scope, index);
    const left = pending.get(key);
    if (!left?.delete(node) || left.size > 0) return;
    pending.delete(key);
    if (scope.kind === 'foreach') listener.closed(scope.owner, index, true);
    else end(scope.owner, index);
  };
  const fail = (node: NodeId, index: string): void => {
    const around = graph.nodes.get(node)?.foreachs ?? [];
    const at = around.findLastIndex((foreach) => foreach.tolerate !== undefined);
    const depth = at === -1 ? around.length : at + 1;
    const owner = around[depth - 1];
    if (!owner) return;
    const item = indexAtDepth(index, depth);
    if (pending.delete(`${owner.id} ${item}`)) listener.closed(owner.id, item, false);
  };
  return { opened: open, ended: end, failed: fail };
}

/** The step of a foreach whose body is one step and nothing else. */
export function singleStep(foreach: ForeachNode): StepNode | undefined {
  const [node] = foreach.body.nodes;
  return foreach.body.nodes.length === 1 && node?.kind === 'step' ? node : undefined;
}
