import { describe, expect, jest, test } from '@jest/globals';
import type { Computes, MapStrategy } from '@flowmap/asl';
import { batch } from '@flowmap/compute-batch';
import { lambda } from '@flowmap/compute-lambda';
import type { Flow } from '@flowmap/flow';
import { flow, param } from '@flowmap/flow';
import { adaptive } from '@flowmap/map-adaptive';
import { distributed } from '@flowmap/map-distributed';
import { inline } from '@flowmap/map-inline';
import { inMemory } from '@flowmap/testing';

jest.setTimeout(120_000);

const LAMBDA: Computes = { default: lambda() };
const BATCH: Computes = { default: batch({ queue: 'jobs' }) };
const COMPUTES = [
  { on: 'Lambda', computes: LAMBDA },
  { on: 'AWS Batch', computes: BATCH },
];
const STRATEGIES: readonly { readonly how: string; readonly strategy: MapStrategy }[] = [
  { how: 'inline', strategy: inline() },
  { how: 'distributed', strategy: distributed() },
  { how: 'batched', strategy: distributed({ batch: 16 }) },
  { how: 'adaptive', strategy: adaptive([{ upTo: 2, use: inline() }, { use: distributed({ batch: 9 }) }]) },
];

/** Long enough numbers that a list of 10,000 is no part of a record any more. */
const BASE = 1_000_000_000;

/** A list, a body of one step, a join: the flow of the counts. */
function wide(strategy?: MapStrategy): Flow {
  return flow({ name: 'wide', params: { items: param.integer() } }, (f) => {
    const start = f.step('start', ({ params }) => Array.from({ length: params.items }, (_, k) => BASE + k));
    const each = f.foreach('each', { items: start.out, ...(strategy ? { strategy } : {}) }, (k, s) =>
      s.step('work', { in: { k } }, ({ in: given }) => given.k * 2),
    );
    return f.step('join', { in: { all: each.out } }, async ({ in: { all } }) => {
      let at = 0;
      let wrong = 0;
      for await (const value of all) {
        if (value !== (BASE + at) * 2) wrong += 1;
        at += 1;
      }
      return { count: all.count, read: at, wrong };
    });
  });
}

/** Two deep: each shard has its own list of days, whose results are joined in the shard, and those of the shards at the end. */
function nested(outer: MapStrategy, inner: MapStrategy): Flow {
  return flow({ name: 'nested', params: { sizes: param.json<readonly number[]>() } }, (f) => {
    const start = f.step('start', ({ params }) => ({ shards: params.sizes.map((size, shard) => ({ size, shard })) }));
    const shards = f.foreach('shards', { items: start.out.shards, strategy: outer }, (shard, s) => {
      const plan = s.step('plan', { in: { shard } }, ({ in: given }) => ({
        days: Array.from({ length: given.shard.size }, (_, day) => `${given.shard.shard}-${day}`),
      }));
      const days = s.foreach('days', { items: plan.out.days, strategy: inner }, (day, t) => {
        const fit = t.step('fit', { in: { day, shard } }, ({ in: given }) => ({
          day: given.day,
          of: given.shard.size,
        }));
        return t.step('score', { in: { fit: fit.out } }, ({ in: given }) => `${given.fit.day}/${given.fit.of}`);
      });
      return s.step('best', { in: { days: days.out } }, async ({ in: given }) =>
        (await given.days.toArray()).join(' '),
      );
    });
    return f.step('join', { in: { shards: shards.out } }, ({ in: given }) => given.shards.toArray());
  });
}

describe.each(COMPUTES)('on $on', ({ computes }) => {
  test.each(STRATEGIES.flatMap((one) => [0, 1, 2, 40, 1_000].map((items) => ({ ...one, items }))))(
    '$items items, $how: the same results in item order',
    async ({ strategy, items }) => {
      const { outcome, result } = await inMemory(wide(), { computes, fallback: strategy }).run({ params: { items } });
      expect(outcome.status).toBe('SUCCEEDED');
      expect(await result()).toEqual({ count: items, read: items, wrong: 0 });
    },
  );

  const pairs = STRATEGIES.flatMap((outer) =>
    STRATEGIES.map((inner) => ({ outer, inner, names: `${inner.how} in ${outer.how}` })),
  );
  test.each(pairs)('nested, $names: the same results in item order', async ({ outer, inner }) => {
    const sizes = [3, 0, 20, 1];
    const { outcome, result } = await inMemory(nested(outer.strategy, inner.strategy), { computes }).run({
      params: { sizes },
    });
    expect(outcome.status).toBe('SUCCEEDED');
    const lines = sizes.map((size, shard) =>
      Array.from({ length: size }, (_, day) => `${shard}-${day}/${size}`).join(' '),
    );
    expect(await result()).toEqual(lines);
  });

  test('inline runs 3,000 items', async () => {
    const { outcome, counts, result } = await inMemory(wide(), { computes }).run({ params: { items: 3_000 } });
    expect(outcome.status).toBe('SUCCEEDED');
    expect(counts.rootEvents).toBeLessThanOrEqual(25_000);
    expect(await result()).toEqual({ count: 3_000, read: 3_000, wrong: 0 });
  });

  test('inline refuses by name what its execution has no events for, before the first item', async () => {
    const { outcome, invocations } = await inMemory(wide(), { computes }).run({ params: { items: 3_500 } });
    expect(outcome).toMatchObject({
      status: 'FAILED',
      error: 'States.QueryEvaluationError',
      cause: expect.stringMatching(/each: 3500 items; inline holds 3\d\d\d here.*use distributed/),
    });
    expect(invocations.map(({ step }) => step)).toEqual(['start']);
  });
});

describe('distributed', () => {
  test('runs 10,000 items, each in a child of its own', async () => {
    const { outcome, counts, result } = await inMemory(wide(distributed())).run({ params: { items: 10_000 } });
    expect(outcome.status).toBe('SUCCEEDED');
    expect(counts).toMatchObject({ executions: 10_001, mapRuns: 1, transitions: 4 + 2 * 10_000 });
    expect(await result()).toEqual({ count: 10_000, read: 10_000, wrong: 0 });
  });

  test('runs 100,000 items in batches', async () => {
    const flowOf100k = inMemory(wide(distributed({ batch: 250 })));
    const { outcome, counts, result, payloadBytes } = await flowOf100k.run({ params: { items: 100_000 } });
    expect(outcome.status).toBe('SUCCEEDED');
    expect(counts).toMatchObject({ executions: 401, mapRuns: 1, transitions: 4 + 2 * 400 });
    expect(counts.stateDataBytes).toBeLessThan(100);
    expect(payloadBytes).toBeLessThan(1_000);
    expect(await result()).toEqual({ count: 100_000, read: 100_000, wrong: 0 });
  });
});
