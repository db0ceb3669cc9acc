import type { Check } from './check.js';
import { fault } from './check.js';
import { isWhole } from './ranges.js';
import { nodesIn } from './walk.js';

/** `concurrency` is a whole number, 1 or more. */
export const checkConcurrency: Check = function* (graph) {
  for (const node of nodesIn(graph)) {
    if (node.kind !== 'foreach' || node.concurrency === undefined || isWhole(node.concurrency, 1)) continue;
    const message = `${node.id} has a concurrency of ${node.concurrency}`;
    yield fault('FLOW1012', node.id, message, 'Give a whole number, 1 or more, or leave it out for no limit.');
  }
};
