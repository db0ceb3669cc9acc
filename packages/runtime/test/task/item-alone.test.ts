import { describe, expect, test } from '@jest/globals';
import { flow } from '@flowmap/flow';
import { openWorld } from '../support/world.js';

/** Seconds at which the code of an item was called, and what it was told of its attempt. */
const calls: (readonly [seconds: number, attempt: number])[] = [];

const program = (handled: boolean) =>
  flow({ name: 'f' }, ({ step, foreach }) => {
    const start = step('start', () => [1, 2, 3]);
    const each = foreach('each', { items: start.out, tolerate: { count: 3 } }, (n, s) => {
      const x = s.step(
        'x',
        { in: { n }, retry: { attempts: 3, delaySeconds: 4, backoff: 2 }, timeout: 60 },
        async ({ in: { n: number }, attempt, signal }) => {
          calls.push([Math.round(now() / 1000), attempt]);
          if (number === 3) await new Promise((_, reject) => signal.addEventListener('abort', reject));
          if (number === 2 || attempt < 2) throw Object.assign(new Error(`no ${number}`), { name: 'Busy' });
          return number;
        },
      );
      return handled ? x.catch('rescue', ({ error }) => `${error.name}: ${error.message}`) : x;
    });
    return step('join', { in: { all: each.out } }, async ({ in: { all } }) =>
      (await all.toArray()).map((one) => (one.ok ? one.value : one.error)),
    );
  });

let now = (): number => 0;

async function world(handled = false) {
  calls.length = 0;
  const opened = await openWorld(program(handled));
  const began = opened.clock.now();
  now = () => opened.clock.now() - began;
  await opened.task('start');
  return { ...opened, alone: (i: string, attempt = 0) => opened.task('each/x', i, { array: true, try: attempt }) };
}

describe('an item alone', () => {
  test('is tried as often as its step says, with its waits, and leaves the record of its task', async () => {
    const { alone, keys } = await world();
    await alone('0');
    expect(calls).toEqual([
      [0, 1],
      [4, 2],
    ]);
    expect(await keys()).toEqual(['each/x/0', 'start']);
    await alone('0');
    expect(calls).toHaveLength(2);
  });

  test('goes on counting attempts where one ended with its worker', async () => {
    const { alone } = await world();
    await alone('0', 1);
    expect(calls).toEqual([[0, 2]]);
  });

  test('that fails for good leaves word of it for whoever reads the results', async () => {
    const { alone, task, result } = await world();
    await expect(alone('1')).rejects.toMatchObject({ name: 'Busy', message: 'no 2' });
    expect(calls.map(([seconds]) => seconds)).toEqual([0, 4, 12]);
    await alone('0');
    await expect(alone('2')).rejects.toMatchObject({ name: 'States.Timeout' });
    await task('join');
    expect(await result()).toEqual([
      1,
      expect.objectContaining({ name: 'Busy', message: 'no 2' }),
      expect.objectContaining({ name: 'States.Timeout' }),
    ]);
  });

  test('runs its handler by itself, once', async () => {
    const { alone, task, keys, result } = await world(true);
    await alone('1');
    await alone('1');
    expect(calls).toHaveLength(3);
    expect(await keys('test/r1/each/')).toEqual(['each/rescue/1']);
    await alone('0');
    await alone('2');
    await task('join');
    expect(await result()).toEqual([1, 'Busy: no 2', 'States.Timeout: the attempt took longer than 60 s']);
  });

  test('that is given up has not failed', async () => {
    const { task, keys } = await world();
    const control = new AbortController();
    const given = task('each/x', '2', { array: true }, { signal: control.signal });
    control.abort(new Error('the container is told to stop'));
    await expect(given).rejects.toThrow('the container is told to stop');
    expect(await keys('test/r1/_')).toEqual([]);
  });

  test('must be one, and one of a step', async () => {
    const { task } = await world();
    await expect(task('each/x', '', { array: true, from: 0, to: 3 })).rejects.toMatchObject({
      message: expect.stringContaining('not which item of it'),
    });
    await expect(task('each/x', '', { array: true })).rejects.toMatchObject({ name: 'Flowmap.BadInvocation' });
  });
});
