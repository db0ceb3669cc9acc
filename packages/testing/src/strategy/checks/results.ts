import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import type { Computes } from '@flowmap/asl';
import { inMemory, type InMemoryRun } from '../../run/in-memory.js';
import type { Check, Subject } from '../check.js';
import { onEach, onOne } from '../check.js';
import { flaky, type Shape, valueOf, wide } from '../flows.js';

/** Any number of items, results in item order, each item tried as often as its step says. */
export function resultChecks({ strategy, most, wideRun, shapes }: Subject): readonly Check[] {
  const sizes = [0, 1, 2, 40, 1_000].filter((size) => size <= most);
  // Beside the 40 that an inline Map runs at once.
  const besides40 = [39, 41].filter((size) => size <= most);
  const inOrder = (shape: Shape, items: number) => async (computes: Computes) => {
    const run = await wideRun(shape, computes, items);
    succeeded(run);
    const values = Array.from({ length: items }, (_, k) => valueOf(k));
    deepStrictEqual(await run.result(), { count: items, values });
  };
  const nameOf = (shape: Shape, items: number): string => `${items} items of ${shape} give their results in item order`;
  return shapes.flatMap((shape) => [
    ...sizes.flatMap((items) => onEach(nameOf(shape, items), inOrder(shape, items))),
    ...besides40.flatMap((items) => onOne(nameOf(shape, items), inOrder(shape, items))),
    ...onOne(`results are in item order when tasks of ${shape} end in any order`, async (computes) => {
      const run = await inMemory(wide(strategy, shape), { computes }).run({
        params: { items: 40 },
        delay: ({ i, from = 0 }) => 1 + ((Number(i || from) * 7_919) % 101),
      });
      succeeded(run);
      deepStrictEqual(await run.result(), { count: 40, values: Array.from({ length: 40 }, (_, k) => valueOf(k)) });
    }),
    ...onEach(`every item of ${shape} is tried as often as its step says, and caught by itself`, async (computes) => {
      const run = await inMemory(flaky(strategy, shape), { computes }).run({ params: { items: 12, bad: [5] } });
      succeeded(run);
      deepStrictEqual(
        await run.result(),
        Array.from({ length: 12 }, (_, k) =>
          k === 5 ? { k, attempt: 0, rescued: 'item 5 is bad' } : { k, attempt: 3 },
        ),
      );
    }),
  ]);
}

/** Throws with the run's own error where it did not end well. */
export function succeeded({ outcome, counts }: InMemoryRun): void {
  if (outcome.status === 'SUCCEEDED') return;
  const children = counts.failures.map(({ execution, error, cause }) => `\n  ${execution}: ${error}: ${cause}`);
  strictEqual(`${outcome.status} ${outcome.error}: ${outcome.cause}${children.join('')}`, 'SUCCEEDED');
}
