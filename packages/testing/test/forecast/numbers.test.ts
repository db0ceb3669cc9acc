import { describe, expect, test } from '@jest/globals';
import type { MapStrategy } from '@flowmap/asl';
import { forecastOf, PRICES } from '@flowmap/asl';
import { lambda } from '@flowmap/compute-lambda';
import { batch } from '@flowmap/compute-batch';
import { adaptive } from '@flowmap/map-adaptive';
import { distributed } from '@flowmap/map-distributed';
import { inline } from '@flowmap/map-inline';
import { dynamodbRunStates } from '@flowmap/metadata-dynamodb/states';
import { testTarget } from '@flowmap/testing';
import { nested, wide } from '../../src/strategy/flows.js';
import { forecast } from './counted.js';

const JOBS = { default: batch({ queue: 'jobs' }) };

/** What the foreach of `wide` and the state that brings its count take. */
function foreachOf(strategy: MapStrategy, items: number): { readonly transitions: number; readonly dollars: number } {
  const { foreachs } = forecast(wide(strategy, 'one step'), { items: { each: items } }, { computes: JOBS });
  const transitions = (foreachs[0]?.each?.transitions ?? 0) + 1;
  return { transitions, dollars: transitions * PRICES.transition };
}

describe('one step on AWS Batch', () => {
  test.each([1, 100, 10_000])('%i items distributed take 2 + 2 n transitions', (items) => {
    expect(foreachOf(distributed(), items).transitions).toBe(2 + 2 * items);
  });

  test('inline they take 2 + n', () => {
    expect(foreachOf(inline(), 1_000)).toEqual({ transitions: 1_002, dollars: 1_002 * 0.000_025 });
  });

  test('cost what their transitions cost', () => {
    expect(foreachOf(distributed(), 10_000).dollars).toBeCloseTo(0.50005, 8);
  });
});

test('a million items in batches of 100 start 10,000 children, in 100 seconds or more', () => {
  const { total, least, dollars } = forecast(wide(distributed({ batch: 100 }), 'one step'), {
    items: { each: 1_000_000 },
  });
  expect(total).toMatchObject({ executions: 10_000, mapRuns: 1, packs: 10_000 });
  expect(least).toEqual({ seconds: 100, by: 'starts of child executions' });
  expect(dollars.transitions).toBeCloseTo(0.5, 3);
});

test('a batch grows where there would be more than 40,000', () => {
  const { total } = forecast(wide(distributed(), 'one step'), { items: { each: 1_000_001 } });
  expect(total.executions).toBe(Math.ceil(1_000_001 / 26));
});

test('a thousand by a thousand distributed open more Map Runs than may be open, which makes them wait and fails nothing', () => {
  const flow = nested(distributed(), distributed(), 'a step of the body');
  const { total, quotas } = forecast(flow, { items: { shards: 1_000, 'shards/days': 1_000 } });
  expect(total).toMatchObject({ mapRuns: 1_001, openMapRuns: 1_001, executions: 1_001_000 });
  expect(quotas[0]).toMatchObject({ quota: 'open Map Runs', used: 1_001, hard: false });
  const { diagnostics } = diagnose(flow, { shards: 1_000, 'shards/days': 1_000 });
  expect(diagnostics).toMatchObject([{ code: 'FLOW5002', severity: 'warning' }]);
});

describe('what must fail', () => {
  test.each([
    ['an inline Map that is too wide', inline(), 3_429, ['FLOW3103']],
    ['one that just fits', inline(), 3_428, ['FLOW5002']],
    ['children of one item each, of which there are too many', distributed(), 40_001, ['FLOW3204']],
    [
      'batches that grow beyond the history of a child',
      distributed({ batch: 2 }),
      100_000_000,
      ['FLOW3204', 'FLOW5001'],
    ],
  ] as const)('%s', (_, strategy, items, codes) => {
    const shape = strategy.kind === 'inline' ? 'one step' : 'several steps';
    const found = diagnose(wide(strategy, shape), { each: items }).diagnostics.map(({ code }) => code);
    expect(found).toEqual(expect.arrayContaining([...codes]));
  });

  test('adaptive asks only the strategy that gets the list', () => {
    const strategy = adaptive([{ upTo: 10, use: inline() }, { use: distributed({ batch: 100 }) }]);
    expect(diagnose(wide(strategy, 'one step'), { each: 10_000 }).diagnostics).toEqual([]);
  });
});

test('a strategy that does not say what it takes is named, and nothing of it is counted', () => {
  const { estimate: _, ...silent } = inline();
  const { forecast: made, diagnostics } = diagnose(wide(silent, 'one step'), { each: 10 });
  expect(made?.unknown).toEqual(['each']);
  expect(made?.total.transitions).toBe(3);
  expect(diagnostics).toMatchObject([{ code: 'FLOW5003', at: 'each' }]);
});

test('numbers that were not said are asked for, all at once', () => {
  const flow = nested(inline(), inline(), 'the item');
  expect(() => diagnose(flow, {})).toThrow(/shards, shards\/days/);
  expect(() => diagnose(flow, { shards: -1, 'shards/days': 0.5 })).toThrow(/shards, shards\/days/);
});

function diagnose(
  flow: ReturnType<typeof wide>,
  items: { readonly [id: string]: number },
): ReturnType<typeof forecastOf> {
  return forecastOf(
    flow.graph,
    {
      strategies: flow.strategies,
      fallback: inline(),
      computes: { default: lambda() },
      run: dynamodbRunStates(),
      target: testTarget(flow.name),
    },
    { items },
  );
}
