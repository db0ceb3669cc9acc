import { describe, expect, test } from '@jest/globals';
import type { Json } from '@flowmap/asl/language';
import fc from 'fast-check';
import { type MapRun, run } from '../src/index.js';
import { mapOf, numbers, task } from './machines.js';
import { ports } from './ports.js';
import { type MemoryStorage, memoryStorage } from './readers/storage.js';

/** A distributed map over numbers, some of which fail. */
const settings = fc.record({
  items: fc.integer({ min: 0, max: 40 }),
  failing: fc.uniqueArray(fc.nat(40), { maxLength: 6 }),
  batch: fc.integer({ min: 1, max: 7 }),
  concurrency: fc.integer({ min: 0, max: 9 }),
  tolerated: fc.option(fc.nat(12), { nil: undefined }),
  percentage: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
  isRead: fc.boolean(),
  type: fc.constantFrom('STANDARD', 'EXPRESS'),
});
type Settings = typeof settings extends fc.Arbitrary<infer T> ? T : never;

async function execute(given: Settings) {
  const { items, failing, batch, concurrency, tolerated, percentage, isRead, type } = given;
  const storage = memoryStorage({ 'b/items': JSON.stringify(numbers(items)) }, 16);
  const reader = {
    Resource: 'arn:aws:states:::s3:getObject',
    ReaderConfig: { InputType: 'JSON' },
    Arguments: { Bucket: 'b', Key: 'items' },
  };
  const fields: Record<string, Json> = {
    MaxConcurrency: concurrency,
    ItemBatcher: { MaxItemsPerBatch: batch },
    ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Arguments: { Bucket: 'b', Prefix: 'p' } },
    ...(isRead ? { ItemReader: reader } : {}),
    ...(tolerated === undefined ? {} : { ToleratedFailureCount: tolerated }),
    ...(percentage === undefined ? {} : { ToleratedFailurePercentage: percentage }),
  };
  let mapRun: MapRun | undefined;
  let widest = 0;
  const use = {
    ...ports(async ({ arguments: input, signal }) => {
      const { Items } = input as { readonly Items: readonly number[] };
      widest = Math.max(widest, mapRun?.executionCounts.running ?? 0);
      await use.clock.wait(1 + ((Items[0] ?? 0) % 5), signal);
      if (Items.some((item) => failing.includes(item))) throw new Error('no');
      return Items;
    }),
    objects: storage,
    mapRun: (told: MapRun) => void (mapRun = told),
  };
  const outcome = await run(mapOf(task(), fields, true, type), numbers(items), use);
  if (mapRun === undefined) throw new Error('There is no Map Run');
  return { outcome, storage, mapRun, widest };
}

/** The items in the files of one kind. */
function itemsIn(storage: MemoryStorage, kind: string): readonly number[] {
  const names = [...storage.objects.keys()].filter((name) => name.includes(`/${kind}_`));
  return names.flatMap((name) => {
    const records = JSON.parse(storage.text('b', name.slice(2))) as readonly { readonly Input: string }[];
    return records.flatMap(({ Input }) => (JSON.parse(Input) as { readonly Items: readonly number[] }).Items);
  });
}

/** Items of batches with a failing item in them. */
function lost({ items, failing, batch }: Settings): number {
  const bad = numbers(items).filter((item) =>
    failing.some((one) => one < items && Math.floor(one / batch) === Math.floor(item / batch)),
  );
  return bad.length;
}

describe('any distributed map', () => {
  test('succeeds exactly where its failures are tolerated, and accounts for every item', async () => {
    await fc.assert(
      fc.asyncProperty(settings, async (given) => {
        const { outcome, storage, mapRun, widest } = await execute(given);
        const { items, batch, concurrency, tolerated, percentage } = given;
        const failed = lost(given);
        const isTolerated =
          tolerated === undefined && percentage === undefined
            ? failed === 0
            : failed <= (tolerated ?? Infinity) && failed * 100 <= (percentage ?? 100) * items;
        expect(outcome.status).toBe(isTolerated ? 'SUCCEEDED' : 'FAILED');
        expect(mapRun.status).toBe(outcome.status);

        const kinds = ['SUCCEEDED', 'FAILED', 'PENDING'].map((kind) => itemsIn(storage, kind));
        expect(kinds.flat().sort((a, b) => a - b)).toEqual(numbers(items));
        const { itemCounts: count, executionCounts: children } = mapRun;
        expect([count.succeeded, count.failed + count.aborted, count.pending]).toEqual(
          kinds.map(({ length }) => length),
        );
        expect([count.total, count.running, children.running]).toEqual([items, 0, 0]);
        expect(children.total).toBe(Math.ceil(items / batch));
        if (isTolerated) expect([count.failed, count.pending]).toEqual([failed, 0]);
        if (concurrency > 0) expect(widest).toBeLessThanOrEqual(concurrency);
      }),
      { numRuns: 200 },
    );
  });
});
