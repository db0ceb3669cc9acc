import { describe, expect, test } from '@jest/globals';
import { flow, param } from '@flowmap/flow';
import { distributed } from '@flowmap/map-distributed';
import { inline } from '@flowmap/map-inline';
import { inMemory } from '@flowmap/testing';

const STRATEGIES = [inline(), distributed(), distributed({ batch: 2 })];

describe.each(STRATEGIES.map((strategy) => ({ strategy, name: JSON.stringify(strategy) })))(
  'under $name',
  ({ strategy }) => {
    test('an item fails whose own foreach lost more than it tolerates', async () => {
      const nested = flow({ name: 'nested', params: { bad: param.json<readonly (readonly number[])[]>() } }, (f) => {
        const start = f.step('start', ({ params }) => ({ bad: params.bad }));
        const outer = f.foreach('outer', { items: start.out.bad, tolerate: { count: 2 } }, (bad, s) =>
          s.foreach('inner', { items: bad, tolerate: { count: 1 } }, (isBad, t) =>
            t.step('work', { in: { isBad } }, ({ in: given }) => {
              if (given.isBad === 1) throw new Error('bad');
              return 'good';
            }),
          ),
        );
        return f.step('join', { in: { all: outer.out } }, async ({ in: { all } }) => {
          const lines: string[] = [];
          for await (const one of all) {
            if (!one.ok) lines.push(`${one.error.name}: ${one.error.message}`);
            else lines.push((await one.value.toArray()).map(({ ok }) => (ok ? 'good' : 'bad')).join(' '));
          }
          return lines;
        });
      });
      const { outcome, result } = await inMemory(nested, { fallback: strategy }).run({
        params: { bad: [[0, 1], [1, 0, 1], [], [0]] },
      });
      expect(outcome.status).toBe('SUCCEEDED');
      expect(await result()).toEqual([
        'good bad',
        'Flowmap.TooManyFailed: outer/inner: 2 of 3 items failed, 1 tolerated',
        '',
        'good',
      ]);
    });

    test('an item fails for whose key there is no case', async () => {
      const chosen = flow({ name: 'chosen' }, (f) => {
        const start = f.step('start', () => ({ keys: ['a', 'z', 'b'] as ('a' | 'b')[] }));
        const each = f.foreach('each', { items: start.out.keys, tolerate: { count: 1 } }, (key, s) =>
          s.choose('by', key, {
            a: (c) => c.step('one', () => 1),
            b: (c) => c.step('two', () => 2),
          }),
        );
        return f.step('join', { in: { all: each.out } }, ({ in: { all } }) => all.toArray());
      });
      const { outcome, result } = await inMemory(chosen, { fallback: strategy }).run();
      expect(outcome.status).toBe('SUCCEEDED');
      expect(await result()).toEqual([
        { ok: true, value: 1 },
        { ok: false, error: expect.objectContaining({ name: 'Flowmap.NoCase' }) },
        { ok: true, value: 2 },
      ]);
    });

    test('the results of a foreach can be items whose results are items again', async () => {
      const table = flow({ name: 'table' }, (f) => {
        const start = f.step('start', () => ({ rows: [[1, 2], [], [3]] }));
        const rows = f.foreach('rows', { items: start.out.rows }, (row, s) =>
          s.foreach('cells', { items: row }, (cell, t) =>
            t.step('square', { in: { cell } }, ({ in: given }) => given.cell ** 2),
          ),
        );
        const again = f.foreach('again', { items: rows.out }, (row, s) =>
          s.foreach('cells', { items: row }, (cell, t) =>
            t.step('negate', { in: { cell } }, ({ in: given }) => -given.cell),
          ),
        );
        return again;
      });
      const { outcome, result } = await inMemory(table, { fallback: strategy }).run();
      expect(outcome.status).toBe('SUCCEEDED');
      expect(await result()).toEqual([[-1, -4], [], [-9]]);
    });
  },
);
