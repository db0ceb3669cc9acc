import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import type { Computes, MapStrategy } from '@flowmap/asl';
import type { Tolerance } from '@flowmap/graph';
import { inMemory } from '../../run/in-memory.js';
import type { Check, Subject } from '../check.js';
import { onEach, onOne } from '../check.js';
import { errorOf, type Shape, turns, valueOf, wide } from '../flows.js';
import { storedTasks } from '../stored-tasks.js';
import { succeeded } from './results.js';

/** A tolerance and the number of items that it lets fail. */
interface Case {
  readonly tolerate: Tolerance<number>;
  readonly items: number;
  readonly may: number;
}

const CASES: readonly Case[] = [
  { tolerate: { count: 3 }, items: 40, may: 3 },
  // 2.9 items: not even a part of a third one may fail.
  { tolerate: { percentage: 10 }, items: 29, may: 2 },
  { tolerate: { percentage: 100 }, items: 15, may: 15 },
];

/** Cases where the compute makes no difference. */
const MORE: readonly Case[] = [
  { tolerate: { count: 0 }, items: 12, may: 0 },
  { tolerate: { percentage: 10 }, items: 40, may: 4 },
  { tolerate: { count: 5, percentage: 10 }, items: 40, may: 4 },
  { tolerate: { percentage: 1 }, items: 1_000, may: 10 },
];

/** Which of the items fail: neighbours at the front, the last ones, or some here and there. */
const PLACES: readonly { readonly where: string; readonly of: (items: number, bad: number) => readonly number[] }[] = [
  { where: 'first', of: (_items, bad) => Array.from({ length: bad }, (_, k) => k) },
  { where: 'last', of: (items, bad) => Array.from({ length: bad }, (_, k) => items - bad + k) },
  { where: 'scattered', of: (items, bad) => Array.from({ length: bad }, (_, k) => Math.floor((k * items) / bad)) },
];

/** Tolerance counts items, exactly; what failed within it is visible; without it the first failed item ends the run. */
export function toleranceChecks({ strategy, most, shapes }: Subject): readonly Check[] {
  return shapes.flatMap((shape) => [
    ...CASES.flatMap((one) => onEach(nameOf(one, shape), (computes) => atThreshold(strategy, shape, one, computes))),
    ...MORE.filter(({ items }) => items <= most).flatMap((one) =>
      onOne(nameOf(one, shape), (computes) => atThreshold(strategy, shape, one, computes)),
    ),
    ...onOne(`a tolerant foreach of no items of ${shape} succeeds`, async (computes) => {
      const run = await inMemory(wide(strategy, shape, { tolerate: { count: 1 } }), { computes }).run({
        params: { items: 0 },
      });
      succeeded(run);
      deepStrictEqual(await run.result(), { count: 0, values: [] });
    }),
    ...onEach(`without tolerance the first failed item of ${shape} ends the run by its own name`, async (computes) => {
      const run = await inMemory(wide(strategy, shape), { computes }).run({ params: { items: 40, bad: [20] } });
      strictEqual(run.outcome.status, 'FAILED');
      strictEqual(
        run.invocations.some(({ step }) => step === 'join'),
        false,
        'the join ran behind a failed foreach',
      );
      // A job tells no error name; a Map of children has one of its own, and theirs in their executions.
      const named = computes.default.kind === 'batch' ? 'States.TaskFailed' : errorOf(20).name;
      ok(
        run.counts.failures.some(({ error }) => error === named),
        `no execution failed with ${named}: ${JSON.stringify(run.counts.failures)}`,
      );
    }),
    ...onEach(
      `without tolerance what items of ${shape} had finished before a failure stays readable`,
      async (computes) => {
        const items = 40;
        let others = items - 1;
        const work = async ({ bad }: { readonly bad: boolean }): Promise<void> => {
          if (!bad) others -= 1;
          else while (others > 0) await turns(1);
          // Until those that have just ended are stored.
          if (bad) await turns(200);
        };
        const run = await inMemory(wide(strategy, shape, { work }), { computes }).run({
          params: { items, bad: [items - 1] },
        });
        strictEqual(run.outcome.status, 'FAILED');
        const stored = await storedTasks(run.stores.objects, 'wide', 'run-1');
        const finished = Array.from({ length: items - 1 }, (_, k) => `each/first/${k}`).sort();
        deepStrictEqual(
          stored.filter((address) => address.startsWith('each/first/')),
          finished,
        );
      },
    ),
  ]);
}

async function atThreshold(
  strategy: MapStrategy,
  shape: Shape,
  { tolerate, items, may }: Case,
  computes: Computes,
): Promise<void> {
  const compiled = inMemory(wide(strategy, shape, { tolerate }), { computes });
  for (const { where, of } of items > 100 ? PLACES.slice(2) : PLACES) {
    const bad = of(items, may);
    const run = await compiled.run({ params: { items, bad } });
    succeeded(run);
    deepStrictEqual(await run.result(), { count: items, values: settled(items, bad) }, `${may} ${where}`);
    if (may === items) continue;
    const more = await compiled.run({ params: { items, bad: of(items, may + 1) } });
    strictEqual(more.outcome.status, 'FAILED', `${may + 1} of ${items} items failed (${where}), ${may} tolerated`);
  }
}

function nameOf({ tolerate, items, may }: Case, shape: Shape): string {
  return `${words(tolerate)} of ${items} items of ${shape}: ${may} may fail, one more may not`;
}

function settled(items: number, bad: readonly number[]): readonly unknown[] {
  const failing = new Set(bad);
  return Array.from({ length: items }, (_, k) =>
    failing.has(k) ? { ok: false, error: errorOf(k) } : { ok: true, value: valueOf(k) },
  );
}

function words({ count, percentage }: Tolerance<number>): string {
  const bounds = [
    count === undefined ? [] : `count ${count}`,
    percentage === undefined ? [] : `${percentage} %`,
  ].flat();
  return `a tolerance of ${bounds.join(' and ')}`;
}
