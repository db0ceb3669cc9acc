import type { Check } from './check.js';
import { fault } from './check.js';
import { nodesIn } from './walk.js';

/** `tolerate` has a percentage from 0 to 100, a whole number of items, or both. */
export const checkTolerance: Check = function* (graph) {
  for (const node of nodesIn(graph)) {
    if (node.kind !== 'foreach' || !node.tolerate) continue;
    const { count, percentage } = node.tolerate;
    const { id } = node;
    if (count === undefined && percentage === undefined) {
      yield fault('FLOW1011', id, `tolerate of ${id} says nothing`, 'Give a count or a percentage.');
    }
    if (count !== undefined && !(Number.isInteger(count) && count >= 0)) {
      yield fault('FLOW1011', id, `tolerate of ${id} has a count of ${count}`, 'Give a whole number, 0 or more.');
    }
    if (percentage !== undefined && !(percentage >= 0 && percentage <= 100)) {
      yield fault(
        'FLOW1011',
        id,
        `tolerate of ${id} has a percentage of ${percentage}`,
        'Give a number from 0 to 100.',
      );
    }
  }
};
