import { describe, expect, test } from '@jest/globals';
import type { Collection } from '@flowmap/flow';
import { flow, list } from '@flowmap/flow';
import { isResults } from '@flowmap/runtime';
import { openWorld } from '../support/world.js';

async function* rows(count: number): AsyncGenerator<{ readonly i: number; readonly pad: string }> {
  for (let i = 0; i < count; i += 1) yield { i, pad: 'p'.repeat(i % 60) };
}

/** A foreach over a list that its step returns as its items come. */
function streaming(count: number, source = rows) {
  return flow({ name: 'f' }, ({ step, foreach }) => {
    const start = step('start', () => ({ rows: list(source(count)) }));
    const each = foreach('each', { items: start.out.rows }, (row, s) =>
      s.step('x', { in: { i: row.i } }, ({ in: { i } }) => i * 2),
    );
    return step('end', { in: { all: each.out, rows: start.out.rows } }, async ({ in: { all, rows: given } }) => {
      let last: unknown;
      for await (const row of given) last = row.i;
      return { all: await all.toArray(), count: given.count, last };
    });
  });
}

describe('a list that a step returns as its items come', () => {
  test.each([0, 3, 4000])('of %i items', async (count) => {
    const world = await openWorld(streaming(count));
    expect(await world.task('start')).toEqual({ f: { each: count } });
    expect(await world.metadata.facts('test/r1/start')).toEqual({ each: count });
    for (let from = 0; from < count; from += 1000) await world.range('each/x', from, Math.min(count, from + 1000));
    await world.task('end');
    expect(await world.result()).toEqual({
      all: Array.from({ length: count }, (_, i) => i * 2),
      count,
      last: count === 0 ? undefined : count - 1,
    });
  });

  test('answers with the count of what was committed first', async () => {
    let runs = 0;
    const world = await openWorld(streaming(0, () => rows(++runs)));
    const answers = await Promise.all([world.task('start'), world.task('start', '', { try: 1 })]);
    expect(runs).toBe(2);
    expect(answers[0]).toEqual(answers[1]);
    expect(await world.metadata.facts('test/r1/start')).toEqual(answers[0].f);
  });

  test('fails the step as its own error, with its stack', async () => {
    const failing = async function* lines(): ReturnType<typeof rows> {
      yield* rows(2);
      throw Object.assign(new RangeError('line 3 is no row'), { line: 3 });
    };
    const world = await openWorld(streaming(0, failing));
    const problem = (await world.task('start').catch((thrown: unknown) => thrown)) as Error;
    expect(problem).toMatchObject({ name: 'RangeError', message: 'line 3 is no row' });
    expect(problem.stack).toContain('lines');
    expect(problem.stack).not.toContain('readSource');
    expect(await world.keys()).toEqual([]);
  });

  test('can be the result of a flow', async () => {
    const world = await openWorld(flow({ name: 'f' }, ({ step }) => step('start', () => list(rows(3)))));
    await world.task('start');
    const result = await world.result();
    expect(isResults(result) && result.count).toBe(3);
  });
});

describe('a list that an item of a foreach returns as its items come', () => {
  const program = (source: (n: number, attempt: number) => AsyncIterable<number>) =>
    flow({ name: 'f' }, ({ step, foreach }) => {
      const start = step('start', () => [1, 2, 3]);
      return foreach('each', { items: start.out, tolerate: { count: 1 } }, (n, s) =>
        s.step('x', { in: { n }, retry: { attempts: 2, on: ['Flaky'] } }, ({ in: { n }, attempt }) =>
          list(source(n, attempt)),
        ),
      );
    });

  test('is a collection in the results', async () => {
    const world = await openWorld(
      program(async function* (n) {
        for (let k = 0; k < n; k += 1) yield k;
      }),
    );
    await world.task('start');
    expect(await world.range('each/x', 0, 3)).toEqual({ failed: 0 });
    const found: unknown[] = [];
    for await (const one of (await world.result()) as Collection<{ ok: true; value: Collection<number> }>) {
      found.push(await one.value.toArray());
    }
    expect(found).toEqual([[0], [0, 1], [0, 1, 2]]);
  });

  test('is tried again when its source fails, and then a failure of the item', async () => {
    const world = await openWorld(
      program(async function* (n, attempt) {
        yield n;
        if (n === 1 && attempt === 1) throw Object.assign(new Error('again'), { name: 'Flaky' });
        if (n === 2) throw new TypeError('never');
      }),
    );
    await world.task('start');
    expect(await world.range('each/x', 0, 3)).toEqual({ failed: 1 });
    const found = await ((await world.result()) as Collection<{ ok: boolean; error?: { name: string } }>).toArray();
    expect(found.map(({ ok, error }) => error?.name ?? ok)).toEqual([true, 'TypeError', true]);
  });
});
