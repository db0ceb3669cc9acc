import { expect, test } from '@jest/globals';
import type { Computes } from '@flowmap/asl';
import { LIMITS, measureDefinition } from '@flowmap/asl/language';
import { batch } from '@flowmap/compute-batch';
import { lambda } from '@flowmap/compute-lambda';
import type { Flow, Ref } from '@flowmap/flow';
import { flow } from '@flowmap/flow';
import { inMemory } from '@flowmap/testing';

const STEPS = 1_000;
const COMPUTES: readonly Computes[] = [{ default: lambda() }, { default: batch({ queue: 'jobs' }) }];

/** Each step adds one to what the step before it gave. */
function linear(length: number): Flow {
  return flow({ name: 'linear' }, ({ step }) => {
    let last = step('prepare-the-accumulated-total-0000', () => 0);
    for (let k = 1; k < length; k++) {
      const before: Ref<number> = last.out;
      last = step(
        `prepare-the-accumulated-total-${String(k).padStart(4, '0')}`,
        { in: { before } },
        ({ in: given }) => given.before + 1,
      );
    }
    return last;
  });
}

test.each(COMPUTES)('a linear flow of 1,000 steps fits into one request', (computes) => {
  const { definition } = inMemory(linear(STEPS), { computes }).compiled;
  const names = Object.keys(definition.States);
  expect(names).toHaveLength(STEPS + 1);
  expect(names.filter((name) => name.length > LIMITS.stateName)).toEqual([]);
  expect(measureDefinition(definition).requestBytes).toBeLessThan(LIMITS.definitionBytes);
});

test('a linear flow of 1,000 steps runs, and its state data stays small', async () => {
  const { outcome, counts, result } = await inMemory(linear(STEPS)).run();
  expect(outcome.status).toBe('SUCCEEDED');
  expect(await result()).toBe(STEPS - 1);
  expect(counts.transitions).toBe(STEPS + 1);
  expect(counts.stateDataBytes).toBeLessThan(40);
});
