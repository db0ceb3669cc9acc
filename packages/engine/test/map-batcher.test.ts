import { describe, expect, test } from '@jest/globals';
import type { Json } from '@flowmap/asl/language';
import fc from 'fast-check';
import { run } from '../src/index.js';
import { mapOf, numbers, task } from './machines.js';
import { ports } from './ports.js';

const PASS = { Type: 'Pass', End: true } as const;

interface Batch {
  readonly BatchInput?: Json;
  readonly Items: readonly Json[];
}

/** The inputs of the children. */
async function batched(items: Json, batcher: Json, fields: Record<string, Json> = {}): Promise<readonly Batch[]> {
  const outcome = await run(
    mapOf(PASS, { ItemBatcher: batcher, ...fields }, true),
    items,
    ports(() => null),
  );
  if (outcome.status !== 'SUCCEEDED') throw new Error(outcome.cause);
  return outcome.output as unknown as readonly Batch[];
}

describe('an item batcher', () => {
  test('puts so many items into each child', async () => {
    const batches = await batched(numbers(1130), { MaxItemsPerBatch: 100 });
    expect(batches.map(({ Items }) => Items.length)).toEqual([...Array<number>(11).fill(100), 30]);
    expect(batches.flatMap(({ Items }) => Items)).toEqual(numbers(1130));
  });

  test('fills no input with more bytes than it may have, and leaves no room for another item', async () => {
    const texts = fc.array(fc.string({ maxLength: 40, unit: 'grapheme' }), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 30, max: 300 }), async (items, most) => {
        const batches = await batched(items, { MaxInputBytesPerBatch: most, BatchInput: 'x' });
        expect(batches.flatMap(({ Items }) => Items)).toEqual(items);
        const bytes = (batch: Batch): number => Buffer.byteLength(JSON.stringify(batch));
        for (const [i, batch] of batches.entries()) {
          expect(batch.Items.length === 1 || bytes(batch) <= most).toBe(true);
          const next = batches[i + 1]?.Items[0];
          if (next !== undefined) expect(bytes({ ...batch, Items: [...batch.Items, next] })).toBeGreaterThan(most);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('fills an input of 256 KiB where nothing else is said', async () => {
    const count = { Type: 'Pass', Output: '{% $count($states.input.Items) %}', End: true } as const;
    const fields = { ItemBatcher: { MaxItemsPerBatch: 5 }, Items: '{% [1..9].$pad("", 100000, "x") %}' };
    const selected = { ...fields, ItemSelector: '{% $states.context.Map.Item.Index %}' };
    expect(
      await run(
        mapOf(count, fields, true),
        {},
        ports(() => null),
      ),
    ).toMatchObject({ output: [2, 2, 2, 2, 1] });
    // It is the selected input that counts.
    expect(
      await run(
        mapOf(count, selected, true),
        {},
        ports(() => null),
      ),
    ).toMatchObject({ output: [5, 4] });
  });

  test('adds an input of its own to each child, evaluated for the map', async () => {
    const BatchInput = { when: '{% $states.input[0] %}', fixed: 1 };
    expect(await batched([7, 8], { MaxItemsPerBatch: 1, BatchInput })).toEqual([
      { BatchInput: { when: 7, fixed: 1 }, Items: [7] },
      { BatchInput: { when: 7, fixed: 1 }, Items: [8] },
    ]);
  });

  test('takes its numbers from expressions, and counts them from 1', async () => {
    expect(await batched(numbers(4), { MaxItemsPerBatch: '{% $count($states.input) - 1 %}' })).toHaveLength(2);
    for (const [field, value] of [
      ['MaxItemsPerBatch', '{% 0 %}'],
      ['MaxItemsPerBatch', '{% 1.5 %}'],
      ['MaxInputBytesPerBatch', '{% -1 %}'],
      ['MaxInputBytesPerBatch', '{% 262145 %}'],
    ] as const) {
      await expect(batched([1], { [field]: value })).rejects.toThrow(`${field} must be`);
    }
  });

  test('counts a failed child as all of its items', async () => {
    const failing = async (tolerated: number) => {
      const use = ports(({ arguments: input }) => {
        if ((input as unknown as Batch).Items.includes(0)) throw new Error('no');
        return null;
      });
      const fields = { ItemBatcher: { MaxItemsPerBatch: 10 }, ToleratedFailureCount: tolerated };
      return await run(mapOf(task(), fields, true), numbers(25), use);
    };
    expect(await failing(10)).toEqual({ status: 'SUCCEEDED', output: [null, null] });
    expect(await failing(9)).toMatchObject({ error: 'States.ExceedToleratedFailureThreshold' });
  });

  test('of nothing makes no batch', async () => {
    expect(await batched([], { MaxItemsPerBatch: 10 })).toEqual([]);
  });
});
