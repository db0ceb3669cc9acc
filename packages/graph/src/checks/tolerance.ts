import { fitsSetting } from '../settings.js';
import type { Check } from './check.js';
import { fault } from './check.js';
import { checkSettingParameter } from './setting-parameter.js';
import { nodesIn } from './walk.js';

const BOUNDS = [
  { bound: 'count', hint: 'Give a whole number, 0 or more.' },
  { bound: 'percentage', hint: 'Give a number from 0 to 100.' },
] as const;

/** `tolerate` has a percentage from 0 to 100, a whole number of items, or both; each may be a parameter. */
export const checkTolerance: Check = function* (graph) {
  for (const node of nodesIn(graph)) {
    if (node.kind !== 'foreach' || !node.tolerate) continue;
    const { id, tolerate } = node;
    if (tolerate.count === undefined && tolerate.percentage === undefined) {
      yield fault('FLOW1011', id, `tolerate of ${id} says nothing`, 'Give a count or a percentage.');
    }
    for (const { bound, hint } of BOUNDS) {
      const value = tolerate[bound];
      if (value === undefined) continue;
      if (typeof value !== 'number') {
        yield* checkSettingParameter(graph, 'FLOW1011', id, `tolerate.${bound}`, value);
      } else if (!fitsSetting(`tolerate.${bound}`, value)) {
        yield fault('FLOW1011', id, `tolerate of ${id} has a ${bound} of ${value}`, hint);
      }
    }
  }
};
