import { describe, expect, test } from '@jest/globals';
import type { Collection } from '@flowmap/flow';
import { flow, param } from '@flowmap/flow';
import fc from 'fast-check';
import { openWorld } from './support/world.js';

describe('a foreach over one step', () => {
  const squares = flow({ name: 'squares', params: { n: param.integer() } }, ({ step, foreach }) => {
    const start = step('start', ({ params }) => ({ numbers: Array.from({ length: params.n }, (_, k) => k) }));
    const each = foreach('each', { items: start.out.numbers }, (n, s) =>
      s.step('square', { in: { n } }, ({ in: { n } }) => n * n),
    );
    return step('sum', { in: { each: each.out } }, async ({ in: { each } }) => {
      let sum = 0;
      const seen: number[] = [];
      for await (const square of each) {
        sum += square;
        seen.push(square);
      }
      return { sum, seen, count: each.count };
    });
  });

  const direct = (n: number) => {
    const seen = Array.from({ length: n }, (_, k) => k * k);
    return { sum: seen.reduce((a, b) => a + b, 0), seen, count: n };
  };

  test.each([0, 1, 2, 17, 40])('of %i items, one task for each', async (n) => {
    const world = await openWorld(squares, { params: { n } });
    expect(await world.task('start')).toEqual({ f: { each: n } });
    for (let k = 0; k < n; k++) expect(await world.task('each/square', `${k}`)).toEqual({});
    expect(await world.task('sum')).toEqual({});
    expect(await world.result()).toEqual(direct(n));
  });

  test('of any number, in any division, in any order, with attempts that meet: as computed directly', async () => {
    const part = fc.record({ size: fc.integer({ min: 0, max: 6 }), again: fc.boolean(), rank: fc.nat() });
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 10 }), async (parts) => {
        let n = 0;
        const tasks = parts.map(({ size, again, rank }) => {
          const from = n;
          n += Math.max(1, size);
          return { from, to: n, alone: size === 0, again, rank };
        });
        const world = await openWorld(squares, { params: { n } });
        await world.task('start');
        const attempt = ({ from, to, alone }: (typeof tasks)[number]) =>
          alone ? world.task('each/square', `${from}`) : world.range('each/square', from, to);
        const ordered = tasks.sort((a, b) => a.rank - b.rank);
        await Promise.all(ordered.flatMap((task) => (task.again ? [attempt(task), attempt(task)] : [attempt(task)])));
        await world.task('sum');
        expect(await world.result()).toEqual(direct(n));
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    [40, 7],
    [40, 40],
    [1000, 100],
  ])('of %i items in batches of %i', async (n, batch) => {
    const world = await openWorld(squares, { params: { n } });
    await world.task('start');
    for (let from = 0; from < n; from += batch) {
      expect(await world.range('each/square', from, Math.min(n, from + batch))).toEqual({ failed: 0 });
    }
    await world.task('sum');
    expect(await world.result()).toEqual(direct(n));
  });
});

test('foreach in foreach, with both joins', async () => {
  const nested = flow({ name: 'nested' }, ({ step, foreach }) => {
    const start = step('start', () => ({ shards: [{ days: [1, 2] }, { days: [] }, { days: [3, 4, 5] }] }));
    const outer = foreach('outer', { items: start.out.shards }, (shard, s) => {
      const inner = s.foreach('inner', { items: shard.days }, (day, t) =>
        t.step('fit', { in: { day, shard } }, ({ in: { day, shard } }) => `${day}/${shard.days.length}`),
      );
      return s.step('best', { in: { inner: inner.out } }, async ({ in: { inner } }) => inner.toArray());
    });
    return step('join', { in: { outer: outer.out } }, ({ in: { outer } }) => outer.toArray());
  });
  const world = await openWorld(nested);
  expect(await world.task('start')).toEqual({ f: { outer: 3 } });
  const days = [2, 0, 3];
  for (const [k, count] of days.entries()) {
    expect(await world.task('outer/inner', `${k}`)).toEqual({ f: { 'outer/inner': count } });
    if (count > 0) await world.range('outer/inner/fit', 0, count, `${k}`);
    await world.task('outer/best', `${k}`);
  }
  await world.task('join');
  expect(await world.result()).toEqual([['1/2', '2/2'], [], ['3/3', '4/3', '5/3']]);
});

test('a collection of collections is read as it is used', async () => {
  const lazy = flow({ name: 'lazy' }, ({ step, foreach }) => {
    const start = step('start', () => [['a', 'b'], ['c']]);
    const outer = foreach('outer', { items: start.out }, (list, s) =>
      s.foreach('inner', { items: list }, (letter, t) =>
        t.step('shout', { in: { letter } }, ({ in: { letter } }) => letter.toUpperCase()),
      ),
    );
    return outer;
  });
  const world = await openWorld(lazy);
  expect(await world.task('start')).toEqual({ f: { outer: 2 } });
  for (const [k, count] of [2, 1].entries()) {
    await world.task('outer/inner', `${k}`);
    for (let j = 0; j < count; j++) await world.task('outer/inner/shout', `${k}.${j}`);
  }
  const result = (await world.result()) as Collection<Collection<string>>;
  const read: string[][] = [];
  for await (const inner of result) read.push(await inner.toArray());
  expect(read).toEqual([['A', 'B'], ['C']]);
});
