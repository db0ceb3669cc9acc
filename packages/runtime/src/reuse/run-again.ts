import type { Body, FlowNode, GraphIndex, NodeId, Reference } from '@flowmap/graph';
import { bodiesOf, FlowError, itemReferences } from '@flowmap/graph';

const known = new WeakMap<GraphIndex, Map<NodeId, ReadonlySet<NodeId>>>();

/**
 * A node and all that depends on it, by data or by order: what runs again when a run is resumed from that node. What lies in a foreach
 * or choose runs again where its list or key does; a foreach or choose around such a node is in the set, its other nodes are not.
 * Throws `UNKNOWN_STEP`.
 */
export function runAgain(index: GraphIndex, from: NodeId): ReadonlySet<NodeId> {
  const sets = known.get(index) ?? new Map<NodeId, ReadonlySet<NodeId>>();
  known.set(index, sets);
  const again = sets.get(from) ?? find(index, from);
  sets.set(from, again);
  return again;
}

function find(index: GraphIndex, from: NodeId): ReadonlySet<NodeId> {
  const target = index.handlers.get(from)?.id ?? from;
  if (!index.nodes.has(target)) {
    throw new FlowError('UNKNOWN_STEP', `flow ${index.graph.name} has no step ${from} to run again from`, {
      hint: `It has ${[...index.nodes.keys()].join(', ')}.`,
    });
  }
  const again = new Set<NodeId>();
  const visit = (body: Body, whole: boolean): void => {
    for (const node of body.nodes) {
      const own = whole || node.id === target || dependsOn(node, again);
      const inner = node.kind === 'step' ? [] : node.kind === 'foreach' ? [node.body] : bodiesOf(node);
      for (const one of inner) visit(one, own);
      if (own || inner.some(({ nodes }) => nodes.some(({ id }) => again.has(id)))) again.add(node.id);
    }
  };
  // The order of the nodes need not be that of their dependencies.
  for (let before = -1; before < again.size;) {
    before = again.size;
    visit(index.graph.body, false);
  }
  return again;
}

function dependsOn(node: FlowNode, again: ReadonlySet<NodeId>): boolean {
  if (node.after?.some((id) => again.has(id))) return true;
  return usedBy(node).some((reference) => 'node' in reference && again.has(reference.node));
}

/** What a node itself refers to, its bodies left out. */
function usedBy(node: FlowNode): readonly Reference[] {
  if (node.kind === 'step') return Object.values(node.in);
  return node.kind === 'foreach' ? [...itemReferences(node)] : [node.by];
}
