import { expect, jest, test } from '@jest/globals';
import * as fc from 'fast-check';
import { batch } from '@flowmap/compute-batch';
import { lambda } from '@flowmap/compute-lambda';
import { adaptive } from '@flowmap/map-adaptive';
import { distributed } from '@flowmap/map-distributed';
import { inline } from '@flowmap/map-inline';
import { inMemory, missingRights } from '@flowmap/testing';
import { plans } from './random/arbitrary.js';
import { build } from './random/build.js';
import { evaluate } from './random/evaluate.js';
import { comparable } from './random/work.js';

jest.setTimeout(300_000);

const STRATEGIES = [
  inline(),
  distributed(),
  distributed({ batch: 2 }),
  distributed({ batch: 3 }),
  adaptive([{ upTo: 1, use: inline() }, { use: distributed({ batch: 2 }) }]),
];
const LAMBDA = lambda();
const BATCH = batch({ queue: 'jobs' });
const RUNS = 150;

/** What a plan gives, or that it has to fail. */
function expected(plan: Parameters<typeof evaluate>[0], params: Parameters<typeof evaluate>[1]): unknown {
  try {
    return { result: comparable(evaluate(plan, params)) };
  } catch {
    return 'FAILED';
  }
}

test('a random flow, compiled and run, gives what its direct evaluation gives', async () => {
  const property = fc.asyncProperty(
    plans(),
    fc.record({ list: fc.array(fc.nat(9), { maxLength: 5 }), mode: fc.constantFrom('a', 'b', 'c') }),
    fc.nat(STRATEGIES.length - 1),
    fc.boolean(),
    fc.nat(1_000),
    async (plan, params, fallback, onBatch, pace) => {
      const flow = build(plan, STRATEGIES);
      const { compiled, run, target } = inMemory(flow, {
        fallback: STRATEGIES[fallback]!,
        computes: { default: onBatch ? BATCH : LAMBDA, batch: BATCH },
      });
      expect(missingRights(compiled.definition, compiled.policies, target)).toEqual([]);
      const deliver = pace % 4 === 0 ? 'twice' : 'once';
      const ended = await run({ params, deliver, delay: ({ step, i }) => (pace * (step.length + i.length * 13)) % 50 });
      const got =
        ended.outcome.status === 'SUCCEEDED' ? { result: comparable(await ended.result()) } : ended.outcome.status;
      expect(got).toEqual(expected(plan, params));
    },
  );
  await fc.assert(property, { numRuns: Number(process.env['FLOWMAP_RANDOM_FLOWS'] ?? RUNS) });
});
