import { describe, expect, test } from '@jest/globals';
import type { MapStrategy } from '@flowmap/asl';
import { PRICES } from '@flowmap/asl';
import { adaptive } from '@flowmap/map-adaptive';
import { distributed } from '@flowmap/map-distributed';
import { inline } from '@flowmap/map-inline';
import { nested, scopes, wide } from '../../src/strategy/flows.js';
import { COMPUTES, expectForecast, forecast } from './counted.js';

const STRATEGIES: readonly { readonly named: string; readonly strategy: MapStrategy }[] = [
  { named: 'inline', strategy: inline() },
  { named: 'distributed', strategy: distributed() },
  { named: 'distributed in batches of 7', strategy: distributed({ batch: 7 }) },
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
    test.each([0, 1, 7, 40, 100])('%i items of one step', async (items) => {
      await expectForecast(wide(strategy, 'one step'), { items: { each: items } }, { computes, params: { items } });
    });

    test.each([0, 1, 7, 40])('%i items of several steps', async (items) => {
      await expectForecast(
        wide(strategy, 'several steps'),
        { items: { each: items } },
        { computes, params: { items } },
      );
    });

    test.each(['one step', 'several steps'] as const)('of %s, with tolerance', async (shape) => {
      const flow = wide(strategy, shape, { tolerate: { percentage: 5 }, concurrency: 3 });
      await expectForecast(flow, { items: { each: 12 } }, { computes, params: { items: 12 } });
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
