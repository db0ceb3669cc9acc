import type { Resources } from '../nodes.js';
import type { Check } from './check.js';
import { fault } from './check.js';
import { isWhole } from './ranges.js';
import { nodesIn } from './walk.js';

/** `resources` are amounts above zero. What a compute can give of them is the compute's to say. */
export const checkResources: Check = function* (graph) {
  for (const node of nodesIn(graph)) {
    if (node.kind !== 'step' || !node.resources) continue;
    for (const [problem, hint] of problemsOf(node.resources)) {
      yield fault('FLOW1016', node.id, `resources of ${node.id}: ${problem}`, hint);
    }
  }
};

function* problemsOf({ on, cpu, memoryMb, gpu }: Resources): Generator<readonly [problem: string, hint: string]> {
  if (on === '') yield ['on names no compute', 'Give the name of a configured compute, or leave it out.'];
  if (cpu !== undefined && !(cpu > 0 && Number.isFinite(cpu))) yield [`cpu is ${cpu}`, 'Give a number above 0.'];
  if (memoryMb !== undefined && !isWhole(memoryMb, 1)) yield [`memoryMb is ${memoryMb}`, 'Give whole MiB, 1 or more.'];
  if (gpu !== undefined && !isWhole(gpu, 0)) yield [`gpu is ${gpu}`, 'Give a whole number, 0 or more.'];
}
