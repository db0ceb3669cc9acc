import type { Check } from './check.js';
import { fault } from './check.js';
import { bodiesIn, ownerOf } from './walk.js';

/** Every body has a node, and every choose a case. */
export const checkBodies: Check = function* (graph) {
  for (const placed of bodiesIn(graph)) {
    const at = ownerOf(placed);
    if (placed.body.nodes.length === 0) {
      const what = at === '' ? 'The flow' : `A body of ${at}`;
      yield fault('FLOW1009', at, `${what} has no steps`, 'Define at least one step in it.');
    }
    for (const node of placed.body.nodes) {
      if (node.kind === 'choose' && Object.keys(node.cases).length === 0) {
        yield fault('FLOW1015', node.id, `${node.id} has no cases`, 'Give it a body for at least one key.');
      }
    }
  }
};
