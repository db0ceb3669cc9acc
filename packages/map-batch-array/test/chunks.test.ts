import { describe, expect, it } from '@jest/globals';
import { batch } from '@flowmap/compute-batch';
import { batchArray } from '@flowmap/map-batch-array';
import { inMemory } from '@flowmap/testing';
import type { MapState } from '@flowmap/asl/language';
import fc from 'fast-check';
import jsonata from 'jsonata';
import { squares } from './support/squares.js';

const MOST = 10_000;

const { Items, ItemSelector } = inMemory(squares(batchArray()), { computes: { default: batch({ queue: 'jobs' }) } })
  .compiled.definition.States['each'] as MapState;
const selector = ItemSelector as { readonly from: string; readonly to: string };

/** An expression of the definition as the service would evaluate it. */
function evaluator(template: unknown): (n: number, chunk?: number) => Promise<unknown> {
  const compiled = jsonata(/^\{% (.*) %\}$/s.exec(String(template))?.[1] ?? '');
  return (n, chunk) =>
    compiled.evaluate({}, { states: { input: { f: { each: n } }, context: { Map: { Item: { Value: chunk } } } } });
}

const numbers = evaluator(Items);
const from = evaluator(selector.from);
const to = evaluator(selector.to);

describe('the chunks of a list', () => {
  it('follow each other, are full and equal but for the last, and as few as there can be', async () => {
    const anyCount = fc.oneof(fc.integer({ min: 1, max: 400_000 }), fc.integer({ min: 1, max: 24_000_000 }));
    await fc.assert(
      fc.asyncProperty(anyCount, fc.nat(), async (n, any) => {
        const [first, ...others] = [(await numbers(n)) as number | readonly number[]].flat();
        const count = 1 + others.length;
        expect(first).toBe(0);
        expect(count).toBe(Math.ceil(n / MOST));
        const size = Number(await to(n, 0));
        expect(size).toBeLessThanOrEqual(MOST);
        for (const chunk of new Set([0, any % count, count - 1])) {
          expect(await from(n, chunk)).toBe(chunk * size);
          expect(await to(n, chunk)).toBe(chunk === count - 1 ? n : (chunk + 1) * size);
        }
        expect(n - (count - 1) * size).toBeGreaterThan(n === 1 ? 0 : 1);
      }),
      { numRuns: 60 },
    );
  });

  it('are of one item for a list of one alone', () => {
    for (let n = 2; n <= 400_000; n++) {
      const count = Math.ceil(n / MOST);
      const last = n - (count - 1) * Math.ceil(n / count);
      if (last < 2) throw new Error(`${n} items leave a chunk of ${last}`);
    }
  });

  it('are none for no items', async () => {
    expect(await numbers(0)).toEqual([]);
  });

  it('are refused where an execution has not the events for them, and where the count is missing', async () => {
    expect(await numbers(24_000_000)).toHaveLength(2_400);
    await expect(numbers(24_000_001)).rejects.toMatchObject({
      message: expect.stringContaining('each: 24000001 items; array jobs hold 24000000'),
    });
    const none = jsonata(/^\{% (.*) %\}$/s.exec(Items as string)?.[1] ?? '');
    await expect(none.evaluate({}, { states: { input: { f: {} } } })).rejects.toMatchObject({
      message: expect.stringContaining('no cardinality: each'),
    });
  });
});
