import { describe, expect, test } from '@jest/globals';
import type { Computes, MapStrategy } from '@flowmap/asl';
import { batch } from '@flowmap/compute-batch';
import { lambda } from '@flowmap/compute-lambda';
import type { Flow } from '@flowmap/flow';
import { flow, param } from '@flowmap/flow';
import type { JsonObject } from '@flowmap/graph';
import { adaptive } from '@flowmap/map-adaptive';
import { distributed } from '@flowmap/map-distributed';
import { inline } from '@flowmap/map-inline';
import { inMemory, type RunCounts } from '@flowmap/testing';

const LAMBDA: Computes = { default: lambda() };
const BATCH: Computes = { default: batch({ queue: 'jobs' }) };

/** How often each state was entered. */
async function entered(
  of: Flow,
  {
    computes,
    fallback,
    params,
  }: { readonly computes: Computes; readonly fallback: MapStrategy; readonly params?: JsonObject },
): Promise<{ readonly states: { readonly [name: string]: number }; readonly counts: RunCounts }> {
  const { outcome, counts } = await inMemory(of, { computes, fallback }).run(params ? { params } : {});
  expect(outcome).toMatchObject({ status: 'SUCCEEDED' });
  return { states: Object.fromEntries(counts.entered), counts };
}

describe('a list made by a step of the scope', () => {
  const wide = flow({ name: 'wide' }, (f) => {
    const start = f.step('start', () => ({ list: Array.from({ length: 7 }, (_, k) => k) }));
    const each = f.foreach('each', { items: start.out.list }, (k, s) =>
      s.step('work', { in: { k } }, ({ in: given }) => given.k),
    );
    return f.step('join', { in: { all: each.out } }, ({ in: { all } }) => all.count);
  });

  test('on Lambda a foreach adds nothing but its Map, and the join nothing', async () => {
    const { states, counts } = await entered(wide, { computes: LAMBDA, fallback: inline() });
    expect(states).toEqual({ 'open run': 1, start: 1, each: 1, 'each/work': 7, join: 1 });
    expect(counts.transitions).toBe(4 + 7);
  });

  test('on AWS Batch there is one getItem behind the step that publishes', async () => {
    const { states } = await entered(wide, { computes: BATCH, fallback: inline() });
    expect(states).toEqual({ 'open run': 1, start: 1, 'start.facts': 1, each: 1, 'each/work': 7, join: 1 });
  });

  test('a distributed map costs two transitions for each batch', async () => {
    const { states, counts } = await entered(wide, { computes: LAMBDA, fallback: distributed({ batch: 3 }) });
    expect(states).toEqual({ 'open run': 1, start: 1, each: 1, 'each/work': 3, join: 1 });
    expect(counts).toMatchObject({ transitions: 4 + 2 * 3, executions: 4, mapRuns: 1 });
  });

  describe('going on behind a distributed map by', () => {
    const tolerant = flow({ name: 'tolerant' }, (f) => {
      const start = f.step('start', () => ({ list: Array.from({ length: 7 }, (_, k) => k) }));
      const each = f.foreach('each', { items: start.out.list, tolerate: { count: 1 } }, (k, s) =>
        s.step('work', { in: { k } }, ({ in: given }) => given.k),
      );
      return f.step('join', { in: { all: each.out } }, ({ in: { all } }) => all.count);
    });
    const FIRST = { 'each.first': 1, 'each.shape': 1 };
    const FETCHED = { 'each.manifest': 1, ...FIRST };

    test.each([
      { results: 'none', on: 'Lambda', of: wide, computes: LAMBDA, more: 0, states: {} },
      { results: 'first-file', on: 'Lambda', of: wide, computes: LAMBDA, more: 3, states: FIRST },
      { results: 'manifest', on: 'Lambda', of: wide, computes: LAMBDA, more: 4, states: FETCHED },
      { results: 'first-file', on: 'AWS Batch', of: wide, computes: BATCH, more: 3, states: FIRST },
      { results: 'manifest', on: 'AWS Batch', of: wide, computes: BATCH, more: 4, states: FETCHED },
      // A task counts what failed, and on AWS Batch a getItem brings its answer.
      { results: 'none', on: 'Lambda, tolerant', of: tolerant, computes: LAMBDA, more: 0, states: {} },
      {
        results: 'first-file',
        on: 'Lambda, tolerant',
        of: tolerant,
        computes: LAMBDA,
        more: 4,
        states: { 'each.settle': 1, ...FIRST },
      },
      {
        results: 'manifest',
        on: 'Lambda, tolerant',
        of: tolerant,
        computes: LAMBDA,
        more: 5,
        states: { 'each.settle': 1, ...FETCHED },
      },
      {
        results: 'manifest',
        on: 'AWS Batch, tolerant',
        of: tolerant,
        computes: BATCH,
        more: 6,
        states: { 'each.settle': 1, 'each.settled': 1, ...FETCHED },
      },
    ] as const)('$results adds $more transitions, on $on', async ({ results, of, computes, more, states }) => {
      const plain = await entered(of, { computes, fallback: distributed({ batch: 3 }) });
      const written = await entered(of, { computes, fallback: distributed({ batch: 3, results }) });
      expect(written.states).toEqual({ ...plain.states, ...states });
      expect(written.counts.transitions).toBe(plain.counts.transitions + more);
      const extra = results === 'none' ? 0 : 1;
      expect(written.counts.mapRuns).toBe(plain.counts.mapRuns + extra);
      expect(written.counts.executions).toBe(plain.counts.executions + extra);
    });
  });

  test('adaptive adds one Choice', async () => {
    const fallback = adaptive([{ upTo: 7, use: inline() }, { use: distributed() }]);
    const { states } = await entered(wide, { computes: LAMBDA, fallback });
    expect(states).toEqual({
      'open run': 1,
      start: 1,
      'each.by-count': 1,
      'each@inline': 1,
      'each/work@inline': 7,
      join: 1,
    });
  });
});

test('a step that publishes several facts has one getItem on AWS Batch, and one that publishes none has none', async () => {
  const several = flow({ name: 'several' }, (f) => {
    const start = f.step('start', () => ({ one: [1], two: [1, 2], key: 'a' }));
    const one = f.foreach('one', { items: start.out.one }, (_, s) => s.step('work', () => 1));
    const two = f.foreach('two', { items: start.out.two, after: [one] }, (_, s) => s.step('work', () => 2));
    const chosen = f.choose(
      'which',
      { by: start.out.key, after: [two] },
      { a: (c) => c.step('work', () => 3), otherwise: (c) => c.step('work', () => 4) },
    );
    return f.step('join', { in: { chosen: chosen.out } }, () => 5);
  });
  const { states } = await entered(several, { computes: BATCH, fallback: inline() });
  expect(states).toEqual({
    'open run': 1,
    start: 1,
    'start.facts': 1,
    one: 1,
    'one/work': 1,
    two: 1,
    'two/work': 2,
    which: 1,
    'which/a/work': 1,
    join: 1,
  });
});

describe('a list inside an item', () => {
  const nested = flow({ name: 'nested' }, (f) => {
    const start = f.step('start', () => ({ shards: [{ days: [1, 2] }, { days: [3] }, { days: [] as number[] }] }));
    return f.foreach('shards', { items: start.out.shards }, (shard, s) =>
      s.foreach('days', { items: shard.days }, (day, t) =>
        t.step('fit', { in: { day } }, ({ in: given }) => given.day),
      ),
    );
  });

  test('costs one small task for each outer item', async () => {
    const { states } = await entered(nested, { computes: LAMBDA, fallback: inline() });
    expect(states).toEqual({
      'open run': 1,
      start: 1,
      shards: 1,
      'shards/days.items': 3,
      'shards/days': 3,
      'shards/days/fit': 3,
    });
  });

  test('and on AWS Batch one getItem behind it', async () => {
    const { states } = await entered(nested, { computes: BATCH, fallback: inline() });
    expect(states).toMatchObject({ 'shards/days.items': 3, 'shards/days.facts': 3, 'shards/days': 3 });
  });
});

test('a list in a parameter costs one small task, a key in a parameter none', async () => {
  const params = { list: param.json<readonly number[]>(), mode: param.enum(['a', 'b']) };
  const given = flow({ name: 'given', params }, (f) => {
    const each = f.foreach('each', { items: f.input.list }, (k, s) =>
      s.step('work', { in: { k } }, ({ in: { k: n } }) => n),
    );
    return f.choose(
      'which',
      { by: f.input.mode, after: [each] },
      {
        a: (c) => c.step('one', () => 1),
        b: (c) => c.step('two', () => 2),
      },
    );
  });
  const { states } = await entered(given, {
    computes: LAMBDA,
    fallback: inline(),
    params: { list: [1, 2], mode: 'b' },
  });
  expect(states).toEqual({
    'open run': 1,
    'each.items': 1,
    each: 1,
    'each/work': 2,
    which: 1,
    'which/b/two': 1,
  });
});

test('a foreach over the results of another one adds nothing but its Map, also on AWS Batch', async () => {
  const chain = flow({ name: 'chain' }, (f) => {
    const start = f.step('start', () => [1, 2, 3]);
    const one = f.foreach('one', { items: start.out }, (k, s) =>
      s.step('work', { in: { k } }, ({ in: given }) => given.k),
    );
    return f.foreach('two', { items: one.out }, (k, s) => s.step('work', { in: { k } }, ({ in: given }) => given.k));
  });
  const { states } = await entered(chain, { computes: BATCH, fallback: inline() });
  expect(states).toEqual({ 'open run': 1, start: 1, 'start.facts': 1, one: 1, 'one/work': 3, two: 1, 'two/work': 3 });
});
