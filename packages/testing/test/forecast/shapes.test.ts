import { describe, test } from '@jest/globals';
import type { MapStrategy } from '@flowmap/asl';
import { adaptive } from '@flowmap/map-adaptive';
import { distributed } from '@flowmap/map-distributed';
import { inline } from '@flowmap/map-inline';
import { nested, scopes, wide } from '../../src/strategy/flows.js';
import { COMPUTES, expectForecast } from './counted.js';

const STRATEGIES: readonly { readonly named: string; readonly strategy: MapStrategy }[] = [
  { named: 'inline', strategy: inline() },
  { named: 'distributed', strategy: distributed() },
  { named: 'distributed in batches of 7', strategy: distributed({ batch: 7 }) },
  { named: 'adaptive', strategy: adaptive([{ upTo: 10, use: inline() }, { use: distributed({ batch: 5 }) }]) },
];

describe.each(COMPUTES)('on $on', ({ computes }) => {
  describe.each(STRATEGIES)('$named', ({ strategy }) => {
    // Lists that fill no batch, and that fill some and a part; the suite of each strategy has the other sizes, and tolerance.
    test.each([7, 100])('%i items of one step', async (items) => {
      await expectForecast(wide(strategy, 'one step'), { items: { each: items } }, { computes, params: { items } });
    });

    test('7 items of several steps', async () => {
      await expectForecast(wide(strategy, 'several steps'), { items: { each: 7 } }, { computes, params: { items: 7 } });
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
