import { describe, expect, test } from '@jest/globals';
import type { MapStrategy } from '@flowmap/asl';
import { adaptive } from '@flowmap/map-adaptive';
import { distributed } from '@flowmap/map-distributed';
import { inline } from '@flowmap/map-inline';
import type { Flow } from '@flowmap/flow';
import { count, expectForecast, forecast } from './counted.js';

/** The examples are projects of their own: what they export is loaded, not compiled with this one. */
async function example(path: string): Promise<unknown> {
  return import(`../../../../examples/${path}`);
}

const { default: flights } = (await example('flight-delays/flights.js')) as { readonly default: Flow };
const { default: orders } = (await example('mixed/orders.js')) as { readonly default: Flow };
const { crossValidation } = (await example('nested/cross-validation.js')) as {
  crossValidation(strategies: { readonly outer: MapStrategy; readonly inner: MapStrategy }): Flow;
};

const { default: squares } = (await example('custom-strategy/flow/squares.js')) as { readonly default: Flow };

const STRATEGIES: readonly (readonly [string, MapStrategy])[] = [
  ['inline', inline()],
  ['distributed', distributed({ batch: 2 })],
  ['adaptive', adaptive([{ upTo: 5, use: inline() }, { use: distributed() }])],
];

test.each([1, 25])('flight-delays in %i parts', async (parts) => {
  await expectForecast(flights, { items: { perPart: parts } }, { params: { parts } });
});

describe.each(STRATEGIES)('nested, %s outside', (_, outer) => {
  test.each(STRATEGIES)('%s inside', async (__, inner) => {
    const flow = crossValidation({ outer, inner });
    const params = { points: 12, folds: 3 };
    const outside = forecast(flow, { items: { perCandidate: 0, 'perCandidate/perFold': 3 } });
    expect(outside.foreachs.map(({ instances }) => instances)).toEqual([1, 0]);
    const { run } = await count(flow, { params });
    const candidates = ((await run.result()) as { readonly errors: readonly unknown[] }).errors.length;
    await expectForecast(flow, { items: { perCandidate: candidates, 'perCandidate/perFold': 3 } }, { params });
  });
});

test('mixed, but for what its failing items and its retry add', async () => {
  const days = 7;
  const { total } = forecast(orders, { items: { 'depth/all/perOrder': 10 * days }, cases: { depth: 'all' } });
  const { counted } = await count(orders, { params: { shop: 'north', days } });
  // Every seventh order is bad: its failure is answered by one more state. The revenue is asked for twice.
  const bad = 10;
  expect(counted).toMatchObject({
    events: total.events + 2 * bad + 3,
    transitions: total.transitions + bad,
    requests: { ...total.requests, 'lambda:invoke': (total.requests['lambda:invoke'] ?? 0) + 1 },
    executions: 0,
    mapRuns: 0,
  });
});

test.each([0, 1, 2, 81])('custom-strategy with %i numbers', async (numbers) => {
  await expectForecast(squares, { items: { perNumber: numbers } }, { params: { count: numbers } });
});

test('the case that is said is counted, and without a word the dearest', () => {
  const dear = forecast(orders, { items: { 'depth/all/perOrder': 70 } });
  const cheap = forecast(orders, { items: { 'depth/all/perOrder': 70 }, cases: { depth: 'sample' } });
  expect(dear.cases).toEqual([{ choose: 'depth', key: 'all', given: false }]);
  expect(cheap.total.transitions).toBe(dear.total.transitions - 71);
});
