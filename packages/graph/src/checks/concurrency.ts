import { fitsSetting } from '../settings.js';
import type { Check } from './check.js';
import { fault } from './check.js';
import { checkSettingParameter } from './setting-parameter.js';
import { nodesIn } from './walk.js';

/** `concurrency` is a whole number, 1 or more, or a parameter that can be one. */
export const checkConcurrency: Check = function* (graph) {
  for (const node of nodesIn(graph)) {
    if (node.kind !== 'foreach' || node.concurrency === undefined) continue;
    const { id, concurrency } = node;
    if (typeof concurrency !== 'number') {
      yield* checkSettingParameter(graph, 'FLOW1012', id, 'concurrency', concurrency);
    } else if (!fitsSetting('concurrency', concurrency)) {
      const message = `${id} has a concurrency of ${concurrency}`;
      yield fault('FLOW1012', id, message, 'Give a whole number, 1 or more, or leave it out for no limit.');
    }
  }
};
