import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { inMemory } from '../../run/in-memory.js';
import type { Check, Subject } from '../check.js';
import { onEach, onOne } from '../check.js';
import { caught, outcomeOf } from '../recovering.js';
import { succeeded } from './results.js';

const ITEMS = 12;

/** Retry and catch inside the body: an item recovers by itself, and what does not recover is what tolerance counts. */
export function recoveryChecks({ strategy, shapes }: Subject): readonly Check[] {
  return shapes.flatMap((shape) => [
    ...onEach(
      `items of ${shape} that are retried, caught, and lost by their handler are told apart`,
      async (computes) => {
        const calls = new Map<number, number>();
        const flow = caught(strategy, shape, { tolerate: { count: 2 }, calls });
        // At the borders of the list, beside each other, and one by itself.
        const params = { items: ITEMS, retried: [0, 6], bad: [1, 5, 10], lost: [7, 11] };
        const run = await inMemory(flow, { computes }).run({ params });
        succeeded(run);
        deepStrictEqual(
          await run.result(),
          numbers().map((k) => outcomeOf(k, params)),
        );
        deepStrictEqual(
          numbers().map((k) => calls.get(k)),
          // Two attempts, also of those that fail for good.
          numbers().map((k) => ([...params.retried, ...params.bad, ...params.lost].includes(k) ? 2 : 1)),
        );
      },
    ),
    ...onOne(
      `a caught item of ${shape} counts as none that failed, and one that its handler loses as one`,
      async (computes) => {
        const flow = caught(strategy, shape, { tolerate: { count: 1 } });
        const compiled = inMemory(flow, { computes });
        const all = await compiled.run({ params: { items: ITEMS, bad: numbers().slice(1), lost: [0] } });
        succeeded(all);
        const more = await compiled.run({ params: { items: ITEMS, lost: [0, 11] } });
        strictEqual(more.outcome.status, 'FAILED', '2 items were lost, and 1 is tolerated');
      },
    ),
    ...onEach(`without tolerance an item of ${shape} that its handler loses ends the run`, async (computes) => {
      const calls = new Map<number, number>();
      const run = await inMemory(caught(strategy, shape, { calls }), { computes }).run({
        params: { items: ITEMS, bad: [2], lost: [8] },
      });
      strictEqual(run.outcome.status, 'FAILED', 'the error of the handler was lost');
      ok(!run.invocations.some(({ step }) => step === 'join'), 'the join ran behind a failed foreach');
      strictEqual(calls.get(8), 2, 'attempts of an item that may have 2');
    }),
  ]);
}

function numbers(): readonly number[] {
  return Array.from({ length: ITEMS }, (_, k) => k);
}
