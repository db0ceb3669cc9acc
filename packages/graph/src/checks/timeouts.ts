import type { NodeId } from '../reference.js';
import type { Check } from './check.js';
import { called, fault } from './check.js';
import { isWhole, MOST_SECONDS } from './ranges.js';
import { nodesIn } from './walk.js';

/** Timeouts are whole seconds, 1 or more. */
export const checkTimeouts: Check = function* (graph) {
  const timeouts: (readonly [at: NodeId, seconds: number | undefined])[] = [['', graph.timeoutSeconds]];
  for (const node of nodesIn(graph)) if (node.kind === 'step') timeouts.push([node.id, node.timeoutSeconds]);
  for (const [at, seconds] of timeouts) {
    if (seconds === undefined || isWhole(seconds, 1)) continue;
    yield fault('FLOW1014', at, `${called(at)} has a timeout of ${seconds} s`, `Give 1 to ${MOST_SECONDS} seconds.`);
  }
};
