import type { Body, NodeId } from '@flowmap/graph';
import { dependenciesOf } from '@flowmap/graph';

/** A body never changes, and is looked at once for each of its items. */
const known = new WeakMap<Body, ReadonlySet<NodeId>>();

/**
 * The nodes of a body that its result does not depend on, neither by data nor by order: a result can be there without
 * theirs. All others have ended when the result has.
 */
export function apartFromResult(body: Body): ReadonlySet<NodeId> {
  const before = known.get(body);
  if (before) return before;
  const apart = new Set(body.nodes.map(({ id }) => id));
  const dependencies = dependenciesOf(body);
  const { result } = body;
  const open = result && 'node' in result ? [body.nodes.findIndex(({ id }) => id === result.node)] : [];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const node = body.nodes[at];
    if (node && apart.delete(node.id)) open.push(...(dependencies[at] ?? []));
  }
  known.set(body, apart);
  return apart;
}
