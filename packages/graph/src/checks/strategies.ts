import type { Check } from './check.js';
import { fault } from './check.js';
import { strategyWords } from '../strategy-spec.js';
import { nodesIn } from './walk.js';

/** A strategy names its kind, and was written for a version of the plugin interface that there is. */
export const checkStrategies: Check = function* (graph) {
  for (const node of nodesIn(graph)) {
    if (node.kind !== 'foreach' || !node.strategy) continue;
    const { kind, apiVersion } = node.strategy as { readonly kind: string; readonly apiVersion: number };
    const words = strategyWords(node.strategy).replace(/^t/, 'T');
    if (kind === '') yield fault('FLOW1018', node.id, `The strategy of ${node.id} has no kind`, 'Use a map strategy.');
    if (apiVersion !== 1) {
      const message = `${words} of ${node.id} is written for version ${apiVersion} of the plugin interface`;
      yield fault('FLOW1018', node.id, message, 'This flowmap has version 1: use a matching version of the strategy.');
    }
  }
};
