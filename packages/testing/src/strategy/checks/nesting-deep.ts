import { deepStrictEqual } from 'node:assert/strict';
import type { Computes, MapStrategy } from '@flowmap/asl';
import { inMemory } from '../../run/in-memory.js';
import type { Check, Subject } from '../check.js';
import { onEach, onOne } from '../check.js';
import type { Shape } from '../flows.js';
import { OTHERS } from '../others.js';
import { storedTasks } from '../stored-tasks.js';
import { type Cities, resultOf, tasksOf, threeDeep } from '../three-deep.js';
import { succeeded } from './results.js';

const CITIES: Cities = [[2], [], [0, 1, 4]];

/** A strategy at one of three levels. */
interface Named {
  readonly named: string;
  readonly strategy: MapStrategy;
}

/** Three deep: the strategy at each level, with each of the others around it or inside. */
export function deepNestingChecks({ strategy, shapes }: Subject): readonly Check[] {
  const anywhere = shapes.includes('several steps');
  const innermost = anywhere ? 'several steps' : 'one step';
  const own: Named = { named: 'itself', strategy };
  const stacks = OTHERS.flatMap((one, at): readonly (readonly [Named, Named, Named])[] => {
    const next = OTHERS[(at + 1) % OTHERS.length] ?? one;
    // A body with a foreach in it is one of several steps.
    const around: readonly (readonly [Named, Named, Named])[] = [
      [own, one, next],
      [one, own, next],
    ];
    return [...(anywhere ? around : []), [next, one, own]];
  });
  return [
    ...(anywhere ? onEach(nameOf([own, own, own]), (computes) => inOrder([own, own, own], innermost, computes)) : []),
    ...stacks.flatMap((stack) => onOne(nameOf(stack), (computes) => inOrder(stack, innermost, computes))),
  ];
}

async function inOrder(
  [outer, middle, inner]: readonly [Named, Named, Named],
  innermost: Shape,
  computes: Computes,
): Promise<void> {
  const flow = threeDeep(outer.strategy, middle.strategy, inner.strategy, innermost);
  const run = await inMemory(flow, { computes }).run({ params: { cities: CITIES } });
  succeeded(run);
  deepStrictEqual(await run.result(), resultOf(CITIES));
  deepStrictEqual(await storedTasks(run.stores.objects, 'deep', 'run-1'), tasksOf(CITIES, innermost));
  deepStrictEqual(new Set(run.invocations.map((invocation) => invocation.run)), new Set(['run-1']));
}

function nameOf(stack: readonly Named[]): string {
  const [outer, middle, inner] = stack.map(({ named }) => named);
  return `${inner} in ${middle} in ${outer}: results in order, every task at its address`;
}
