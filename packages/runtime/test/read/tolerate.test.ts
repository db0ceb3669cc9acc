import { describe, expect, test } from '@jest/globals';
import type { Collection, Settled } from '@flowmap/flow';
import { flow } from '@flowmap/flow';
import { openWorld } from '../support/world.js';

const all = async (result: unknown): Promise<Settled<unknown>[]> => (result as Collection<Settled<unknown>>).toArray();

describe('a body of one step', () => {
  const bad = new Set<number>();
  const program = flow({ name: 'f' }, ({ step, foreach }) => {
    const start = step('start', () => [0, 1, 2, 3, 4, 5]);
    return foreach('each', { items: start.out, tolerate: { count: 3 } }, (n, s) =>
      s.step('x', { in: { n } }, ({ in: { n } }) => {
        if (bad.has(n)) throw Object.assign(new RangeError(`no ${n}`), { n });
        return n * 2;
      }),
    );
  });

  test('gives each item its value or its error, and an error for what was lost', async () => {
    const world = await openWorld(program);
    await world.task('start');
    bad.clear();
    bad.add(1).add(4);
    expect(await world.range('each/x', 0, 2)).toEqual({ failed: 1 });
    await world.task('each/x', '3');
    await expect(world.task('each/x', '4')).rejects.toMatchObject({ name: 'RangeError', message: 'no 4' });
    await world.task('each/x', '5');
    const result = await all(await world.result());
    expect(result).toEqual([
      { ok: true, value: 0 },
      { ok: false, error: expect.objectContaining({ name: 'RangeError', message: 'no 1', data: { n: 1 } }) },
      { ok: false, error: expect.objectContaining({ name: 'Flowmap.Lost' }) },
      { ok: true, value: 6 },
      { ok: false, error: expect.objectContaining({ name: 'RangeError', message: 'no 4', data: { n: 4 } }) },
      { ok: true, value: 10 },
    ]);
    expect(result[4]).not.toHaveProperty('error.task');
  });

  test('takes a failure back when a later attempt ends well', async () => {
    const world = await openWorld(program);
    await world.task('start');
    bad.clear();
    bad.add(0);
    await expect(world.task('each/x', '0')).rejects.toThrow('no 0');
    bad.clear();
    await world.task('each/x', '0', { try: 1 });
    await world.range('each/x', 1, 6);
    expect((await all(await world.result()))[0]).toEqual({ ok: true, value: 0 });
  });
});

describe('a body of several nodes', () => {
  let failing = '';
  const program = flow({ name: 'f' }, ({ step, foreach }) => {
    const start = step('start', () => [[1, 2], [3], [4]]);
    return foreach('outer', { items: start.out, tolerate: { percentage: 50 } }, (list, s) => {
      const inner = s.foreach('inner', { items: list }, (n, t) =>
        t.step('x', { in: { n } }, ({ in: { n } }) => {
          if (failing === `x${n}`) throw new Error(failing);
          return n;
        }),
      );
      const sum = s.step(
        'sum',
        { in: { inner: inner.out } },
        async ({ in: { inner } }) => (await inner.toArray()).length,
      );
      s.step('check', { in: { sum: sum.out } }, ({ in: { sum } }) => {
        if (failing === `check${sum}`) throw new Error(failing);
      });
      return sum;
    });
  });
  const lengths = [2, 1, 1];

  const run = async (fail: string, stop: (step: string, k: number) => boolean): Promise<Settled<unknown>[]> => {
    failing = fail;
    const world = await openWorld(program);
    await world.task('start');
    for (const [k, length] of lengths.entries()) {
      await world.task('outer/inner', `${k}`);
      if (stop('x', k)) continue;
      try {
        await world.range('outer/inner/x', 0, length, `${k}`);
        await world.task('outer/sum', `${k}`);
        if (!stop('check', k)) await world.task('outer/check', `${k}`);
      } catch {
        // The state machine's Catch answers for the item.
      }
    }
    return all(await world.result());
  };

  test('fails with the error of the task in it that failed, in a range of an inner foreach too', async () => {
    expect(await run('x3', () => false)).toEqual([
      { ok: true, value: 2 },
      { ok: false, error: expect.objectContaining({ name: 'Error', message: 'x3' }) },
      { ok: true, value: 1 },
    ]);
  });

  test('fails although its result is there, when something after it failed', async () => {
    expect(await run('check2', () => false)).toEqual([
      { ok: false, error: expect.objectContaining({ message: 'check2' }) },
      { ok: true, value: 1 },
      { ok: true, value: 1 },
    ]);
  });

  test('takes its failure back when the task that failed ends well later, a range of an inner foreach too', async () => {
    const world = await openWorld(program);
    await world.task('start');
    for (const [k, length] of lengths.entries()) {
      await world.task('outer/inner', `${k}`);
      failing = 'x1';
      await world.range('outer/inner/x', 0, length, `${k}`).catch(() => undefined);
      failing = '';
      await world.range('outer/inner/x', 0, length, `${k}`);
      await world.task('outer/sum', `${k}`);
      failing = 'check1';
      await world.task('outer/check', `${k}`).catch(() => undefined);
      failing = '';
      if (k < 2) await world.task('outer/check', `${k}`);
    }
    expect(await all(await world.result())).toEqual([
      { ok: true, value: 2 },
      { ok: true, value: 1 },
      { ok: false, error: expect.objectContaining({ message: 'check1' }) },
    ]);
  });

  test('is lost when a step apart from its result left neither', async () => {
    expect(await run('', (step, k) => step === 'check' && k === 1)).toEqual([
      { ok: true, value: 2 },
      { ok: false, error: { name: 'Flowmap.Lost', message: expect.stringContaining('outer/check/1 left neither') } },
      { ok: true, value: 1 },
    ]);
  });

  test('is lost when it left neither', async () => {
    expect((await run('', (step, k) => step === 'x' && k === 2))[2]).toEqual({
      ok: false,
      error: { name: 'Flowmap.Lost', message: expect.stringContaining('item 2 of test/r1/outer') },
    });
  });
});

test('a failure inside an inner foreach that tolerates it is the inner item’s alone', async () => {
  const program = flow({ name: 'f' }, ({ step, foreach }) => {
    const start = step('start', () => [[1, 2]]);
    return foreach('outer', { items: start.out, tolerate: { count: 1 } }, (list, s) => {
      const inner = s.foreach('inner', { items: list, tolerate: { count: 1 } }, (n, t) =>
        t.step('x', { in: { n } }, ({ in: { n } }) => {
          if (n === 2) throw new Error('two');
          return n;
        }),
      );
      return s.step('oks', { in: { inner: inner.out } }, async ({ in: { inner } }) => {
        const settled = await inner.toArray();
        return settled.map(({ ok }) => ok);
      });
    });
  });
  const world = await openWorld(program);
  await world.task('start');
  await world.task('outer/inner', '0');
  await world.task('outer/inner/x', '0.0');
  await expect(world.task('outer/inner/x', '0.1')).rejects.toThrow('two');
  await world.task('outer/oks', '0');
  expect(await all(await world.result())).toEqual([{ ok: true, value: [true, false] }]);
});

test('without tolerate, a missing result is an error that names the item', async () => {
  const program = flow({ name: 'f' }, ({ step, foreach }) => {
    const start = step('start', () => [1, 2, 3]);
    return foreach('each', { items: start.out }, (n, s) => s.step('x', { in: { n } }, ({ in: { n } }) => n));
  });
  const world = await openWorld(program);
  await world.task('start');
  await world.range('each/x', 0, 2);
  const seen: unknown[] = [];
  const read = async (): Promise<void> => {
    for await (const one of (await world.result()) as Collection<unknown>) seen.push(one);
  };
  await expect(read()).rejects.toMatchObject({
    code: 'RESULT_MISSING',
    message: 'item 2 of test/r1/each has no result',
  });
  expect(seen).toEqual([1, 2]);
});
