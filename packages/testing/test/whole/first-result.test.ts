import { describe, expect, test } from '@jest/globals';
import type { Computes } from '@flowmap/asl';
import type { StateMachine, State } from '@flowmap/asl/language';
import { batch } from '@flowmap/compute-batch';
import { lambda } from '@flowmap/compute-lambda';
import { flow } from '@flowmap/flow';
import { distributed } from '@flowmap/map-distributed';
import { inline } from '@flowmap/map-inline';
import { inMemory, inMemoryStores, type InMemoryStores } from '@flowmap/testing';
import { statesOf } from '../../src/rights/needed-rights.js';
import { errorOf, nested, wide } from '../../src/strategy/flows.js';

const WAYS = ['manifest', 'first-file'] as const;
const SETTLED: readonly { readonly on: string; readonly computes: Computes }[] = [
  { on: 'Lambda', computes: { default: lambda() } },
  { on: 'AWS Batch', computes: { default: batch({ queue: 'jobs' }) } },
];

/** Stores in which objects are lost as soon as they are written. */
function losing(lost: RegExp): InMemoryStores {
  const stores = inMemoryStores();
  const { objects } = stores;
  return {
    ...stores,
    objects: {
      ...objects,
      put: (key, body, options) => (lost.test(key) ? Promise.resolve('written') : objects.put(key, body, options)),
    },
  };
}

async function keysOf({ objects }: InMemoryStores, prefix: string): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const { key } of objects.list(prefix)) keys.push(key);
  return keys;
}

describe.each(WAYS)('going on by the %s', (results) => {
  const strategy = distributed({ batch: 3, results });

  describe('where there is nothing to read goes on', () => {
    test('with no items', async () => {
      const { outcome, counts, result } = await inMemory(wide(strategy, 'one step')).run({ params: { items: 0 } });
      expect(outcome.status).toBe('SUCCEEDED');
      expect(await result()).toEqual({ count: 0, values: [] });
      expect(counts.entered.get('each.nothing')).toBe(1);
    });

    test.each(SETTLED)('with nothing but failed items that are tolerated, on $on', async ({ computes }) => {
      const all = wide(strategy, 'one step', { tolerate: { percentage: 100 } });
      const { outcome, counts, result } = await inMemory(all, { computes }).run({
        params: { items: 7, bad: [0, 1, 2, 3, 4, 5, 6] },
      });
      expect(outcome.status).toBe('SUCCEEDED');
      const values = Array.from({ length: 7 }, (_, k) => ({ ok: false, error: errorOf(k) }));
      expect(await result()).toEqual({ count: 7, values });
      expect(counts.entered.get('each.nothing')).toBe(1);
    });
  });

  describe('where something is missing fails by name', () => {
    test('without the first file', async () => {
      const { outcome } = await inMemory(wide(strategy, 'one step')).run({
        params: { items: 7 },
        stores: losing(/SUCCEEDED_0\.json$/),
      });
      expect(outcome).toMatchObject({
        status: 'FAILED',
        error: 'States.QueryEvaluationError',
        cause: expect.stringMatching(/each: its first result was not read: States\.ItemReaderFailed: .*does not exist/),
      });
    });

    test('without the first file, and with tolerance by the task that counts', async () => {
      const { outcome } = await inMemory(wide(strategy, 'one step', { tolerate: { count: 1 } })).run({
        params: { items: 7 },
        stores: losing(/SUCCEEDED_0\.json$/),
      });
      expect(outcome).toMatchObject({
        status: 'FAILED',
        error: 'Flowmap.ResultFileMissing',
        cause: expect.stringMatching(/_map\/each\/[^/]+\/SUCCEEDED_0\.json, and it is not there/),
      });
    });

    test('with a record that is none', async () => {
      const { outcome } = await inMemory(wide(strategy, 'one step')).run({
        params: { items: 3 },
        change: withoutRecord,
      });
      expect(outcome).toMatchObject({
        status: 'FAILED',
        cause: expect.stringContaining('each: its first result was not read'),
      });
    });
  });

  test('takes the run from what the first child left', async () => {
    const stores = inMemoryStores();
    const { outcome } = await inMemory(wide(strategy, 'one step')).run({ params: { items: 7 }, stores });
    expect(outcome).toMatchObject({ status: 'SUCCEEDED', output: 'run-1' });
    const [file = ''] = (await keysOf(stores, 'wide/run-1/_map/each/')).filter((key) => key.includes('SUCCEEDED'));
    const text = Buffer.from((await stores.objects.get(file)) ?? []).toString();
    expect(text.trim().split('\n').sort()).toEqual([
      '{"run":"run-1","items":1,"ok":1}',
      '{"run":"run-1","items":3,"ok":3}',
      '{"run":"run-1","items":3,"ok":3}',
    ]);
  });

  test('inside one another keeps what each inner foreach leaves by its index path', async () => {
    const compiled = inMemory(nested(strategy, strategy, 'the item'));
    const stores = inMemoryStores();
    const { outcome } = await compiled.run({ params: { sizes: [4, 0, 2, 5] }, stores });
    expect(outcome.status).toBe('SUCCEEDED');
    const folders = (await keysOf(stores, 'nested/run-1/_map/')).map((key) => key.split('/').slice(3, -2).join('/'));
    expect([...new Set(folders)].sort()).toEqual([
      'shards',
      'shards/days/0',
      'shards/days/1',
      'shards/days/2',
      'shards/days/3',
    ]);
    expect(labelsOf(compiled.compiled.definition)).toEqual([
      'shards',
      'shards-days',
      'shards-days-first',
      'shards-first',
    ]);
  });

  test('an inner foreach that passes its tolerance is one failed item of the outer one, also of an inline one', async () => {
    const inner = distributed({ batch: 10, results });
    const both = flow({ name: 'both' }, (f) => {
      const start = f.step('start', () => [
        [0, 1, 2],
        [1, 1, 1],
      ]);
      const outer = f.foreach('outer', { items: start.out, tolerate: { count: 1 }, strategy: inline() }, (list, s) => {
        const each = s.foreach('each', { items: list, tolerate: { count: 1 }, strategy: inner }, (k, t) =>
          t.step('work', { in: { k } }, ({ in: { k: n } }) => {
            if (n === 1) throw new Error('bad');
            return n;
          }),
        );
        return s.step('sum', { in: { all: each.out } }, ({ in: { all } }) => all.count);
      });
      return f.step('join', { in: { all: outer.out } }, async ({ in: { all } }) =>
        (await all.toArray()).map(({ ok }) => ok),
      );
    });
    const { outcome, result } = await inMemory(both).run();
    expect(outcome.status).toBe('SUCCEEDED');
    expect(await result()).toEqual([true, false]);
  });
});

test('going on by the manifest fails by name without it', async () => {
  const { outcome } = await inMemory(wide(distributed({ results: 'manifest' }), 'one step')).run({
    params: { items: 2 },
    stores: losing(/manifest\.json$/),
  });
  expect(outcome).toMatchObject({
    status: 'FAILED',
    cause: expect.stringMatching(/each: its first result was not read: S3\.NoSuchKeyException: .*does not exist/),
  });
});

/** The children answer with a number, as where nothing is written. */
function withoutRecord(definition: StateMachine): StateMachine {
  const text = JSON.stringify(definition).replace(/\{'run': \$states\.input\.run, 'items': [^}]*\}/, '1');
  return JSON.parse(text) as StateMachine;
}

function labelsOf({ States: states }: StateMachine): readonly string[] {
  return statesOf(states)
    .flatMap(([, state]: readonly [string, State]) => (state.Type === 'Map' && state.Label ? [state.Label] : []))
    .sort();
}
