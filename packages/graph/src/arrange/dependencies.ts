import { bodiesOf } from '../graph-index.js';
import { itemReferences } from '../item-source.js';
import type { Body, FlowNode } from '../nodes.js';
import type { Reference } from '../reference.js';

/**
 * For each node of a body, by position, the positions of the nodes of the same body that must have ended first: those whose
 * output it uses, also from inside its own bodies, and those that `after` names. Each at most once, in no special order.
 */
export function dependenciesOf(body: Body): readonly (readonly number[])[] {
  const positions = new Map(body.nodes.map((node, position) => [node.id, position]));
  return body.nodes.map((node, self) => {
    const found = new Set<number>();
    for (const id of usedIds(node)) {
      const position = positions.get(id);
      if (position !== undefined && position !== self) found.add(position);
    }
    return [...found];
  });
}

/** The ids of all nodes that a node waits for or refers to, its own bodies included. */
function* usedIds(node: FlowNode): Generator<string> {
  yield* node.after ?? [];
  for (const reference of referencesOf(node)) if ('node' in reference) yield reference.node;
}

/** The references of a node and of all inside its bodies. */
export function* referencesOf(node: FlowNode): Generator<Reference> {
  switch (node.kind) {
    case 'step':
      yield* Object.values(node.in);
      return;
    case 'foreach':
      yield* itemReferences(node);
      yield* referencesInside(node.body);
      return;
    case 'choose':
      yield node.by;
      for (const body of bodiesOf(node)) yield* referencesInside(body);
  }
}

function* referencesInside(body: Body): Generator<Reference> {
  for (const node of body.nodes) yield* referencesOf(node);
  if (body.result) yield body.result;
}
