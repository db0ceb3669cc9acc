import { describe, expect, test } from '@jest/globals';
import type { Collection, TaskContext } from '@flowmap/flow';
import { flow } from '@flowmap/flow';
import type { Answer, Retry, Tolerance } from '@flowmap/graph';
import { FlowError } from '@flowmap/graph';
import fc from 'fast-check';
import { dispatch } from '../../src/dispatch.js';
import type { TaskPorts } from '../../src/ports.js';
import { interleaved } from '../support/interleaved.js';
import { openWorld, RUN, type World } from '../support/world.js';

interface Settings {
  readonly items?: number;
  readonly tolerate?: Tolerance<number>;
  readonly retry?: Retry;
  readonly timeout?: number;
  readonly concurrency?: number;
  readonly handler?: (error: { readonly name: string }, n: number) => unknown;
}

type Code = (n: number, context: Pick<TaskContext<unknown, unknown>, 'attempt' | 'signal'>) => unknown;

/** A foreach over one step with this code. */
function program(code: Code, { items = 10, tolerate, retry, timeout, concurrency, handler }: Settings = {}) {
  return flow({ name: 'f' }, ({ step, foreach }) => {
    const start = step('start', () => Array.from({ length: items }, (_, k) => k));
    return foreach(
      'each',
      { items: start.out, ...(tolerate && { tolerate }), ...(concurrency && { concurrency }) },
      (n, s) => {
        const options = { in: { n }, ...(retry && { retry }), ...(timeout && { timeout }) };
        const x = s.step('x', options, ({ in: { n }, ...context }) => code(n, context));
        return handler ? x.catch('saved', ({ in: { n }, error }) => handler(error, n)) : x;
      },
    );
  });
}

async function started(code: Code, settings: Settings = {}): Promise<World> {
  const world = await openWorld(program(code, settings));
  await world.task('start');
  return world;
}

const values = async (world: World): Promise<unknown[]> => ((await world.result()) as Collection<unknown>).toArray();

describe('a range', () => {
  test('is one pack at its address, and running it again runs nothing', async () => {
    let runs = 0;
    const world = await started((n) => {
      runs += 1;
      return n * 2;
    });
    expect(await world.range('each/x', 3, 7)).toEqual({ failed: 0 });
    expect(await world.range('each/x', 3, 7)).toEqual({ failed: 0 });
    expect(runs).toBe(4);
    expect(await world.keys()).toEqual(['each/x/3-6', 'start']);
  });

  test('runs at most 16 items at once, fewer where the place or the foreach says so', async () => {
    const most = async (settings: Settings, ports: { concurrency?: number }): Promise<number> => {
      let running = 0;
      let seen = 0;
      const world = await started(
        async () => {
          seen = Math.max(seen, ++running);
          await new Promise((resolve) => setImmediate(resolve));
          running -= 1;
        },
        { items: 40, ...settings },
      );
      await world.range('each/x', 0, 40, '', ports);
      return seen;
    };
    expect(await most({}, {})).toBe(16);
    expect(await most({}, { concurrency: 5 })).toBe(5);
    expect(await most({ concurrency: 3 }, { concurrency: 5 })).toBe(3);
  });

  test('reads the list no further than it must when items fail', async () => {
    const begun: number[] = [];
    const world = await started(
      (n) => {
        begun.push(n);
        throw new Error('no');
      },
      { items: 1000 },
    );
    await expect(world.range('each/x', 0, 1000)).rejects.toThrow('no');
    expect(begun.length).toBeLessThanOrEqual(16);
  });

  test('keeps out of its pack what would make it too large with so many items', async () => {
    const stored = async (to: number): Promise<string[]> => {
      const world = await started((n) => `${'x'.repeat(100)}${n}`, { items: 3 });
      await world.range('each/x', 0, to).catch(() => undefined);
      return world.keys('test/r1/_values/');
    };
    expect(await stored(3)).toEqual([]);
    // 32 MiB for a million items are 33 bytes for each. That the list is shorter is noticed after its end.
    expect(await stored(1_000_000)).toHaveLength(3);
  });

  test('longer than the list is an error', async () => {
    const world = await started((n) => n, { items: 3 });
    await expect(world.range('each/x', 0, 5)).rejects.toMatchObject({ name: 'Flowmap.ItemMissing' });
  });
});

describe('an item', () => {
  test('is tried again after its wait, by itself', async () => {
    const attempts: [number, number, number][] = [];
    const world = await started(
      (n, { attempt }) => {
        attempts.push([n, attempt, world.clock.now()]);
        if (n === 1 && attempt < 3) throw new Error('not yet');
        return attempt;
      },
      { items: 3, retry: { attempts: 3, delaySeconds: 10, backoff: 3 } },
    );
    const start = world.clock.now();
    expect(await world.range('each/x', 0, 3)).toEqual({ failed: 0 });
    expect(await values(world)).toEqual([1, 3, 1]);
    expect(attempts.filter(([n]) => n === 1).map(([, , at]) => at - start)).toEqual([0, 10_000, 40_000]);
  });

  test('fails when its attempts are used up, and when the error is not worth another', async () => {
    let runs = 0;
    const fail = (name: string) => () => {
      runs += 1;
      throw Object.assign(new Error('no'), { name });
    };
    const settings = { items: 1, retry: { attempts: 4, on: ['Busy'] } };
    await expect((await started(fail('Busy'), settings)).range('each/x', 0, 1)).rejects.toMatchObject({ name: 'Busy' });
    expect(runs).toBe(4);
    await expect((await started(fail('Other'), settings)).range('each/x', 0, 1)).rejects.toMatchObject({
      name: 'Other',
    });
    expect(runs).toBe(5);
  });

  test('that takes too long is aborted, and tried again like any other failure', async () => {
    const world = await started(
      (n, { attempt, signal }) =>
        attempt === 1 && n === 0 ? new Promise((_, reject) => signal.addEventListener('abort', reject)) : attempt,
      { items: 2, timeout: 30, retry: { attempts: 2, delaySeconds: 1, on: ['States.Timeout'] } },
    );
    const start = world.clock.now();
    await world.range('each/x', 0, 2);
    expect(await values(world)).toEqual([2, 1]);
    expect(world.clock.now() - start).toBe(31_000);
  });

  test('gets its catch handler when every attempt has failed; what that gives is its value', async () => {
    const world = await started(
      (n) => {
        if (n % 2 === 1) throw Object.assign(new Error('odd'), { name: 'Odd' });
        return n;
      },
      { items: 4, retry: { attempts: 2 }, handler: (error, n) => `${error.name} ${n}` },
    );
    expect(await world.range('each/x', 0, 4)).toEqual({ failed: 0 });
    expect(await values(world)).toEqual([0, 'Odd 1', 2, 'Odd 3']);
  });

  test('fails with the error of its handler when that fails too', async () => {
    const world = await started(
      () => {
        throw new Error('first');
      },
      {
        items: 1,
        handler: () => {
          throw new Error('second');
        },
      },
    );
    await expect(world.range('each/x', 0, 1)).rejects.toThrow('second');
  });

  test('whose output cannot be stored has failed, and the others have not', async () => {
    const world = await started((n) => (n === 1 ? { f: () => 1 } : n), { items: 3, tolerate: { count: 1 } });
    expect(await world.range('each/x', 0, 3)).toEqual({ failed: 1 });
    expect(await values(world)).toEqual([
      { ok: true, value: 0 },
      {
        ok: false,
        error: expect.objectContaining({
          name: 'Flowmap.ArtifactNotStorable',
          message: expect.stringContaining('each/x.out.f'),
        }),
      },
      { ok: true, value: 2 },
    ]);
  });
});

describe('a failed item', () => {
  const bad = new Set<number>();
  const code: Code = (n) => {
    if (bad.has(n)) throw new RangeError(`no ${n}`);
    return n;
  };

  test('ends a range without tolerate; what is finished is kept, and is not run again', async () => {
    const ran: number[] = [];
    const world = await started((n, context) => {
      ran.push(n);
      return code(n, context);
    });
    bad.clear();
    bad.add(4);
    await expect(world.range('each/x', 0, 10, '', { concurrency: 2 })).rejects.toMatchObject({ name: 'RangeError' });
    const first = ran.splice(0);
    expect(first).not.toContain(8);
    expect(await world.keys('test/r1/each/x')).toEqual([]);
    bad.clear();
    expect(await world.range('each/x', 0, 10)).toEqual({ failed: 0 });
    expect(ran.sort((a, b) => a - b)).toEqual([
      4,
      ...Array.from({ length: 10 }, (_, k) => k).filter((n) => !first.includes(n)),
    ]);
    expect(await values(world)).toEqual(Array.from({ length: 10 }, (_, k) => k));
    expect(await world.keys('test/r1/_parts/')).toEqual([]);
  });

  test('is an outcome with tolerate, however many there are', async () => {
    bad.clear();
    for (let n = 0; n < 10; n++) bad.add(n);
    const world = await started(code, { tolerate: { count: 0 } });
    expect(await world.range('each/x', 0, 10)).toEqual({ failed: 10 });
    expect(await world.metadata.facts('test/r1/each/x/0-9')).toBeUndefined();
    expect(await world.range('each/x', 0, 10, '', { answersLost: true })).toEqual({ failed: 10 });
    expect(await world.metadata.facts('test/r1/each/x/0-9')).toEqual({ failed: 10 });
  });
});

describe('near its deadline', () => {
  test('a range stores what it has and asks to be continued, until it is complete', async () => {
    const ran: number[] = [];
    const world = await started(
      async (n) => {
        ran.push(n);
        await world.clock.wait(10_000, new AbortController().signal);
        return n;
      },
      { items: 20 },
    );
    const range = (): Promise<unknown> =>
      world.range('each/x', 0, 20, '', { concurrency: 2, deadline: world.clock.now() + 60_000 });
    // The margin is 6 s: five rounds of two items.
    await expect(range()).rejects.toMatchObject({ name: 'Flowmap.Continue' });
    expect(ran).toHaveLength(12);
    expect(await world.keys('test/r1/_parts/')).toEqual(['_parts/each/x/0-19/0-9']);
    expect(await world.keys('test/r1/each/')).toEqual([]);
    expect(await range()).toEqual({ failed: 0 });
    expect(await values(world)).toEqual(Array.from({ length: 20 }, (_, k) => k));
    expect(ran.filter((n) => n < 10)).toHaveLength(10);
    expect(await world.keys('test/r1/_parts/')).toEqual([]);
  });

  test('an item that needs longer than a worker has times out instead of being asked for forever', async () => {
    const forever: Code = (_, { signal }) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', reject));
    const world = await started(forever, { items: 2 });
    const deadline = world.clock.now() + 100_000;
    await expect(world.range('each/x', 0, 2, '', { deadline })).rejects.toMatchObject({ name: 'States.Timeout' });
    expect(world.clock.now()).toBeLessThan(deadline);

    const tolerant = await started((n, context) => (n === 0 ? forever(n, context) : n), {
      items: 3,
      tolerate: { count: 1 },
    });
    const again = (): Promise<unknown> =>
      tolerant.range('each/x', 0, 3, '', { concurrency: 1, deadline: tolerant.clock.now() + 100_000 });
    await expect(again()).rejects.toMatchObject({ name: 'Flowmap.Continue' });
    expect(await again()).toEqual({ failed: 1 });
    expect(await values(tolerant)).toMatchObject([
      { ok: false, error: { name: 'States.Timeout' } },
      { ok: true },
      { ok: true },
    ]);
  });
});

describe('of which nobody will ask again', () => {
  const slow =
    (world: () => World): Code =>
    async (n) => {
      await world().clock.wait(10_000, new AbortController().signal);
      return n;
    };
  const asked = (world: World, seconds: number, ports: Partial<TaskPorts> = {}): Promise<Answer> => {
    const invocation = { v: 1, step: 'each/x', run: RUN, i: '', try: 0, from: 0, to: 20 } as const;
    const by = world.clock.now() + seconds * 1000;
    return dispatch(world.flow, { ...invocation, by }, world.ports({ concurrency: 2, ...ports }));
  };

  test('what has not ended by then fails the range by name, and what has is kept for who starts it again', async () => {
    const world: World = await started(
      slow(() => world),
      { items: 20 },
    );
    const by = world.clock.now() + 60_000;
    await expect(asked(world, 60)).rejects.toMatchObject({
      name: 'States.Timeout',
      message: expect.stringContaining('smaller batches'),
    });
    expect(world.clock.now()).toBeLessThanOrEqual(by);
    expect(await world.keys('test/r1/_parts/')).toEqual(['_parts/each/x/0-19/0-9']);
    expect(await asked(world, 300)).toEqual({ failed: 0 });
  });

  test('with tolerance it has failed, and is counted', async () => {
    const world: World = await started(
      slow(() => world),
      { items: 20, tolerate: { count: 10 } },
    );
    expect(await asked(world, 60)).toEqual({ failed: 10 });
    expect((await values(world)).slice(9, 11)).toMatchObject([
      { ok: true },
      { ok: false, error: { name: 'States.Timeout' } },
    ]);
  });

  test('an earlier end of the worker is a reason to ask again', async () => {
    const world: World = await started(
      slow(() => world),
      { items: 20 },
    );
    const deadline = world.clock.now() + 60_000;
    await expect(asked(world, 300, { deadline })).rejects.toMatchObject({ name: 'Flowmap.Continue' });
  });
});

test('what is finished is stored every minute, for a worker that is killed', async () => {
  const world = await started(
    async (n) => {
      await world.clock.wait(25_000, new AbortController().signal);
      if (n === 9) throw new Error('killed');
      return n;
    },
    { items: 10 },
  );
  const saved: string[] = [];
  const { put } = world.objects;
  world.objects.put = (key, body, options) => {
    if (key.includes('/_parts/')) saved.push(key.split('/').at(-1) ?? '');
    return put(key, body, options);
  };
  await expect(world.range('each/x', 0, 10, '', { concurrency: 1 })).rejects.toThrow('killed');
  expect(saved).toEqual(['0-2', '3-5', '6-8']);
});

test('a range that is given up stores what it has, and aborts what is under way', async () => {
  const control = new AbortController();
  const aborted: number[] = [];
  const world = await started((n, { signal }) => {
    if (n < 3) return n;
    if (n === 3) setImmediate(() => control.abort(new Error('given up')));
    return new Promise((_, reject) => {
      signal.addEventListener('abort', () => {
        aborted.push(n);
        reject(new Error('aborted'));
      });
    });
  });
  const range = world.range('each/x', 0, 10, '', { concurrency: 2, signal: control.signal });
  await expect(range).rejects.toThrow('given up');
  expect(aborted).toEqual([3, 4]);
  expect(await world.keys('test/r1/_parts/')).toEqual(['_parts/each/x/0-9/0-2']);
});

test('a store that does not work is the task’s failure, not an item’s', async () => {
  const world = await started((n) => `${'x'.repeat(70_000)}${n}`, { tolerate: { percentage: 100 } });
  const { put } = world.objects;
  world.objects.put = (key, body, options) =>
    key.includes('_values/') ? Promise.reject(new FlowError('STORE_FULL', 'disk full')) : put(key, body, options);
  await expect(world.range('each/x', 0, 10)).rejects.toMatchObject({ name: 'Flowmap.StoreFull' });
});

test('two attempts of a range at once leave one pack, and both answer for it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.boolean(), { minLength: 1, maxLength: 6 }),
      async (scheduler, fails) => {
        let runs = 0;
        // Whether an item fails depends on how often any ran: no two attempts see the same.
        const once = program(
          (n) => {
            runs += 1;
            if (fails[(n + runs) % fails.length]) throw new Error(`run ${runs}`);
            return runs;
          },
          { items: 4, tolerate: { percentage: 100 } },
        );
        const world = await openWorld(once, { objects: interleaved(scheduler) });
        await scheduler.waitFor(world.task('start'));
        const answers = await scheduler.waitFor(
          Promise.all([world.range('each/x', 0, 4), world.range('each/x', 0, 4), world.range('each/x', 0, 4)]),
        );
        const settled = (await scheduler.waitFor(values(world))) as { ok: boolean }[];
        const failed = settled.filter(({ ok }) => !ok).length;
        expect(answers).toEqual([{ failed }, { failed }, { failed }]);
      },
    ),
    { numRuns: 60 },
  );
});
