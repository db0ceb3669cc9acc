import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import type { MapStrategy } from '@flowmap/asl';
import { adaptive } from '@flowmap/map-adaptive';
import { inMemory } from '../../run/in-memory.js';
import type { Check, Subject } from '../check.js';
import { onEach, onOne } from '../check.js';
import { type InnerList, nested, numbers, scopes, valueOf, wide } from '../flows.js';
import { OTHERS } from '../others.js';
import { storedTasks } from '../stored-tasks.js';
import { succeeded } from './results.js';

const SIZES = [0, 1, 5, 2];

const LISTS: readonly InnerList[] = ['a step of the body', 'the item'];

/** Two deep, outside and inside of each other strategy: results, addresses and facts. */
export function nestingChecks({ strategy, shapes }: Subject): readonly Check[] {
  // A body with a foreach in it is one of several steps, and so are the bodies that facts of outer scopes are for.
  const severalSteps = shapes.includes('several steps');
  const around = [
    { names: 'in itself', outer: strategy, inner: strategy },
    ...OTHERS.map((other) => ({ names: `around ${other.named}`, outer: strategy, inner: other.strategy })),
  ];
  const pairs = [
    ...(severalSteps ? around : []),
    ...OTHERS.map((other) => ({ names: `inside ${other.named}`, outer: other.strategy, inner: strategy })),
  ];
  return [
    ...pairs.flatMap(({ names, outer, inner }) => [
      ...LISTS.flatMap((list) =>
        onEach(`${names}, over a list of ${list}: results in order, every task at its address`, async (computes) => {
          const run = await inMemory(nested(outer, inner, list), { computes }).run({ params: { sizes: SIZES } });
          succeeded(run);
          deepStrictEqual(
            await run.result(),
            SIZES.map((size, shard) => ({ fits: Array.from({ length: size }, (_, day) => shard * 1_000 + day) })),
          );
          deepStrictEqual(await storedTasks(run.stores.objects, 'nested', 'run-1'), addresses(list));
          deepStrictEqual(new Set(run.invocations.map((invocation) => invocation.run)), new Set(['run-1']));
        }),
      ),
      ...(severalSteps ? onOne : never)(
        `${names}: facts of outer scopes reach the innermost body`,
        async (computes) => {
          const run = await inMemory(scopes(outer, inner), { computes }).run({ params: { sizes: SIZES } });
          succeeded(run);
          deepStrictEqual(
            await run.result(),
            SIZES.map((size) => ['a', 'b', 'c'].map((letter) => `${letter}${size}!${letter}${size}!`).join(' ')),
          );
        },
      ),
    ]),
    ...onOne('twice side by side in one machine, as adaptive has it', async (computes) => {
      const emitted: string[] = [];
      const noted: MapStrategy = {
        ...strategy,
        lower(foreach, context) {
          const fragment = strategy.lower(foreach, context);
          emitted.push(...Object.keys(fragment.states));
          return fragment;
        },
      };
      const both = adaptive([{ upTo: 3, use: noted }, { use: noted }]);
      const compiled = inMemory(wide(both, severalSteps ? 'several steps' : 'one step'), { computes });
      strictEqual(new Set(emitted).size, emitted.length, `states of one name: ${emitted.join(', ')}`);
      for (const items of [3, 4]) {
        const run = await compiled.run({ params: { items } });
        succeeded(run);
        deepStrictEqual(await run.result(), { count: items, values: numbers(items).map(valueOf) });
      }
    }),
  ];
}

/** A check that is left out. */
function never(): readonly Check[] {
  return [];
}

function addresses(list: InnerList): readonly string[] {
  const inItems = SIZES.flatMap((size, shard) => [
    ...Array.from({ length: size }, (_, day) => `shards/days/fit/${shard}.${day}`),
    list === 'the item' ? `shards/days/${shard}` : `shards/plan/${shard}`,
    `shards/best/${shard}`,
  ]);
  return [...inItems, 'join', 'start'].sort();
}
