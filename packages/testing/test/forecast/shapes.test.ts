import { describe, expect, test } from '@jest/globals';
import type { MapStrategy } from '@flowmap/asl';
import { PRICES } from '@flowmap/asl';
import { adaptive } from '@flowmap/map-adaptive';
import { batch } from '@flowmap/compute-batch';
import { batchArray } from '@flowmap/map-batch-array';
import { distributed } from '@flowmap/map-distributed';
import { inline } from '@flowmap/map-inline';
import { nested, scopes, wide } from '../../src/strategy/flows.js';
import { COMPUTES, expectForecast, forecast } from './counted.js';

const STRATEGIES: readonly { readonly named: string; readonly strategy: MapStrategy }[] = [
  { named: 'inline', strategy: inline() },
  { named: 'distributed', strategy: distributed() },
  { named: 'distributed in batches of 7', strategy: distributed({ batch: 7 }) },
  { named: 'distributed by the manifest', strategy: distributed({ results: 'manifest' }) },
  {
    named: 'distributed by the first file, in batches of 7',
    strategy: distributed({ batch: 7, results: 'first-file' }),
  },
  { named: 'adaptive', strategy: adaptive([{ upTo: 10, use: inline() }, { use: distributed({ batch: 5 }) }]) },
];

/** Bodies that wait for jobs of AWS Batch cannot run in them, nor can other distributed maps. */
const EXPRESS: typeof STRATEGIES = [
  { named: 'EXPRESS', strategy: distributed({ children: 'EXPRESS' }) },
  { named: 'EXPRESS in batches of 7', strategy: distributed({ batch: 7, children: 'EXPRESS' }) },
];

describe.each(EXPRESS)('$named', ({ strategy }) => {
  test.each([0, 1, 7, 40, 100])('%i items of one step', async (items) => {
    await expectForecast(wide(strategy, 'one step'), { items: { each: items } }, { params: { items } });
  });

  test.each([0, 1, 7, 40])('%i items of several steps', async (items) => {
    await expectForecast(wide(strategy, 'several steps'), { items: { each: items } }, { params: { items } });
  });

  test('inside of the others, and around inline', async () => {
    const pairs = [...STRATEGIES.map((outer) => [outer.strategy, strategy] as const), [strategy, inline()] as const];
    for (const [outer, inner] of pairs) {
      const flow = nested(outer, inner, 'a step of the body');
      await expectForecast(flow, { items: { shards: 3, 'shards/days': 8 } }, { params: { sizes: [8, 8, 8] } });
    }
  });

  test('the start of a child is billed, and nothing in it', () => {
    const { total, dollars } = forecast(wide(strategy, 'several steps'), { items: { each: 700 } });
    expect(total.express).toBe(total.executions);
    // The state that opens the run, start, the Map, join; and the children.
    expect(total.transitions).toBe(4 + total.executions);
    expect(dollars.express).toBeCloseTo(total.express * (PRICES.expressRequest + PRICES.expressLeast), 10);
  });
});

describe.each(COMPUTES)('on $on', ({ computes }) => {
  describe.each(STRATEGIES)('$named', ({ strategy }) => {
    // Lists that fill no batch, and that fill some and a part; the suite of each strategy has the other sizes, and tolerance.
    test.each([7, 100])('%i items of one step', async (items) => {
      await expectForecast(wide(strategy, 'one step'), { items: { each: items } }, { computes, params: { items } });
    });

    test('7 items of several steps', async () => {
      await expectForecast(wide(strategy, 'several steps'), { items: { each: 7 } }, { computes, params: { items: 7 } });
    });

    test.each(['one step', 'several steps'] as const)('of %s, with tolerance', async (shape) => {
      const flow = wide(strategy, shape, { tolerate: { percentage: 5 }, concurrency: 3 });
      await expectForecast(flow, { items: { each: 12 } }, { computes, params: { items: 12 } });
      await expectForecast(flow, { items: { each: 0 } }, { computes, params: { items: 0 } });
    });
  });

  const pairs = STRATEGIES.flatMap((outer) => STRATEGIES.map((inner) => ({ outer, inner })));

  test.each(pairs)('$inner.named inside of $outer.named', async ({ outer, inner }) => {
    for (const list of ['a step of the body', 'the item'] as const) {
      const flow = nested(outer.strategy, inner.strategy, list);
      const params = { sizes: [8, 8, 8] };
      await expectForecast(flow, { items: { shards: 3, 'shards/days': 8 } }, { computes, params });
    }
  });

  test.each(STRATEGIES)('$named over facts of outer scopes and the results of a foreach', async ({ strategy }) => {
    const load = { items: { shards: 2, 'shards/letters': 3 }, cases: { 'shards/letters/how': 'loud' } };
    await expectForecast(scopes(strategy, strategy), load, { computes, params: { sizes: [1, 2] } });
  });
});

describe('array jobs on AWS Batch', () => {
  const jobs = batch({ queue: 'jobs' });
  const { array } = jobs;
  // Of at most seven items, so that a short list makes several.
  const computes = { default: { ...jobs, ...(array && { array: { ...array, most: 7 } }) } };

  test.each([0, 1, 7, 8, 40])('%i items', async (items) => {
    await expectForecast(wide(batchArray(), 'one step'), { items: { each: items } }, { computes, params: { items } });
  });

  test('with tolerance', async () => {
    const flow = wide(batchArray(), 'one step', { tolerate: { percentage: 5 } });
    await expectForecast(flow, { items: { each: 12 } }, { computes, params: { items: 12 } });
  });

  test.each(STRATEGIES)('inside of $named', async ({ strategy }) => {
    const params = { sizes: [8, 8, 8] };
    for (const list of ['a step of the body', 'the item'] as const) {
      const flow = nested(strategy, batchArray(), list);
      await expectForecast(flow, { items: { shards: 3, 'shards/days': 8 } }, { computes, params });
    }
  });

  test('a million items are a hundred submissions, which takes two seconds', () => {
    const { total, least } = forecast(
      wide(batchArray(), 'one step'),
      { items: { each: 1_000_000 } },
      { computes: { default: jobs } },
    );
    // Start and join are jobs too.
    expect(total.requests).toMatchObject({ 'batch:submitJob.sync': 102 });
    expect(total).toMatchObject({ executions: 0, mapRuns: 0, packs: 0 });
    expect(least).toEqual({ seconds: 102 / 50, by: 'submissions to AWS Batch' });
  });
});
