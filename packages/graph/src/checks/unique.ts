import type { Check } from './check.js';
import { fault } from './check.js';
import { nodesIn } from './walk.js';

/** No two nodes or handlers of one scope have the same name: it is the address of what they leave. */
export const checkUnique: Check = function* (graph) {
  const seen = new Set<string>();
  for (const node of nodesIn(graph)) {
    for (const id of node.kind === 'step' && node.catch ? [node.id, node.catch.id] : [node.id]) {
      if (seen.has(id))
        yield fault('FLOW1003', id, `${id} is defined twice`, 'Give each node of a scope a name of its own.');
      seen.add(id);
    }
  }
};
