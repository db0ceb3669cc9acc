import { describe, expect, test } from '@jest/globals';
import type { MapStrategy } from '@flowmap/asl';
import { batch } from '@flowmap/compute-batch';
import { lambda } from '@flowmap/compute-lambda';
import { flow, type Flow } from '@flowmap/flow';
import { RESUME_FIELD } from '@flowmap/graph';
import { adaptive } from '@flowmap/map-adaptive';
import { batchArray } from '@flowmap/map-batch-array';
import { distributed } from '@flowmap/map-distributed';
import { inline } from '@flowmap/map-inline';
import type { InMemoryRun } from '@flowmap/testing';
import { inMemory, inMemoryStores } from '@flowmap/testing';

const BATCH = batch({ queue: 'jobs' });

const STRATEGIES: { readonly [name: string]: MapStrategy } = {
  inline: inline(),
  distributed: distributed(),
  batches: distributed({ batch: 3 }),
  'a manifest': distributed({ batch: 3, results: 'manifest' }),
  adaptive: adaptive([{ upTo: 2, use: inline() }, { use: distributed({ batch: 3 }) }]),
};

type Made = (broken: (name: string, at: string) => boolean, called: (name: string, at: string) => void) => Flow;

interface Again {
  /** What ran of the author's code in the second run, in the order of the names. */
  readonly codes: readonly string[];
  readonly run: InMemoryRun;
}

/** Runs a flow of which something is broken, and resumes it when nothing is. */
async function resumed(
  made: Made,
  broken: (name: string, at: string) => boolean,
  how: { readonly fallback: MapStrategy; readonly now?: MapStrategy; readonly onBatch?: boolean },
): Promise<Again> {
  const stores = inMemoryStores();
  const computes = { default: how.onBatch ? BATCH : lambda() };
  const nothing = (): boolean => false;
  const ignore = (): void => undefined;
  const { fallback, now = fallback } = how;
  await inMemory(made(broken, ignore), { fallback, computes }).run({ stores, run: 'first' });
  const codes: string[] = [];
  const again = made(nothing, (name, at) => void codes.push(`${name} ${at}`));
  const params = { [RESUME_FIELD]: { run: 'first' } };
  const run = await inMemory(again, { fallback: now, computes }).run({ stores, run: 'second', params });
  const fresh = await inMemory(made(nothing, ignore), { fallback: now, computes }).run();
  expect(run.outcome).toMatchObject({ status: 'SUCCEEDED' });
  expect(await run.result()).toEqual(await fresh.result());
  return { codes: codes.sort(), run };
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, k) => k);

/** The tasks that ran of a step; a range is one. */
function tasks(run: InMemoryRun, step: string): number {
  return run.invocations.filter((task) => task.step === step).length;
}

/** Each item of the outer list makes a list of its own, whose items are worked on, and tells their sum by a way that it chooses. */
const nested: Made = (broken, called) =>
  flow({ name: 'nested' }, ({ step, foreach }) => {
    const start = step('start', () => ({ list: numbers(4), factor: 10 }));
    const model = step('model', { in: { factor: start.out.factor } }, ({ in: { factor } }) => {
      called('model', '');
      return factor * 2;
    });
    const outer = foreach('outer', { items: start.out.list, tolerate: { count: 4 } }, (n, s) => {
      const plan = s.step('plan', { in: { n } }, ({ in: { n } }) => {
        called('plan', `${n}`);
        return { items: numbers(n + 1), way: n % 2 === 0 ? 'even' : 'odd', n };
      });
      const inner = s.foreach('inner', { items: plan.out.items }, (m, t) =>
        t.step('work', { in: { m, n: plan.out.n, model: model.out } }, ({ in: { m, n, model } }) => {
          called('work', `${n}.${m}`);
          if (broken('work', `${n}.${m}`)) throw new Error('broken');
          return n * m * model;
        }),
      );
      const told = s.choose('by', plan.out.way, {
        even: (t) => t.step('sum', { in: { all: inner.out } }, async ({ in: { all } }) => (await all.toArray()).length),
        otherwise: (t) =>
          t.step('add', { in: { all: inner.out } }, async ({ in: { all } }) =>
            (await all.toArray()).reduce((a, b) => a + b, 0),
          ),
      });
      return s.step('last', { in: { told: told.out } }, ({ in: { told } }) => told);
    });
    return step('join', { in: { all: outer.out } }, async ({ in: { all } }) => {
      called('join', '');
      return (await all.toArray()).map((one) => (one.ok ? one.value : one.error.message));
    });
  });

describe.each(Object.entries(STRATEGIES))('%s', (_, fallback) => {
  test('starts the outer items that are left, and of these the inner ones', async () => {
    const { codes, run } = await resumed(nested, (name, at) => at === '2.1' || at === '3.3', { fallback });
    expect(codes.filter((code) => !code.startsWith('work'))).toEqual(['join ']);
    // The items of a range that another one stopped may be left too.
    expect(codes).toEqual(expect.arrayContaining(['work 2.1', 'work 3.3']));
    expect(codes.filter((code) => /^work [01]/.test(code))).toEqual([]);
    const left = codes.filter((code) => code.startsWith('work')).length;
    expect(tasks(run, 'outer/inner/work')).toBeLessThanOrEqual(left);
    expect(tasks(run, 'outer/plan')).toBe(2);
  });

  test('starts nothing of what is finished, however deep it is', async () => {
    const { codes, run } = await resumed(nested, () => false, { fallback, onBatch: true });
    expect(codes).toEqual([]);
    // Files of results are counted also where there are none.
    const asked = run.invocations.filter(({ manifest }) => manifest === undefined);
    expect(asked.map(({ step }) => step)).toEqual(['start', 'model', 'join']);
  });
});

test('a foreach over the results of another starts what is left of its own', async () => {
  const made: Made = (broken, called) =>
    flow({ name: 'chained' }, ({ step, foreach }) => {
      const start = step('start', () => ({ list: numbers(12) }));
      const first = foreach('first', { items: start.out.list }, (n, s) =>
        s.step('a', { in: { n } }, ({ in: { n } }) => {
          called('a', `${n}`);
          return n + 100;
        }),
      );
      const second = foreach('second', { items: first.out, tolerate: { percentage: 50 } }, (m, s) =>
        s.step('b', { in: { m } }, ({ in: { m } }) => {
          called('b', `${m - 100}`);
          if (broken('b', `${m - 100}`)) throw new Error('broken');
          return m * 2;
        }),
      );
      return step('join', { in: { all: second.out } }, async ({ in: { all } }) => (await all.toArray()).length);
    });
  for (const fallback of [inline(), distributed({ batch: 5 }), distributed({ batch: 5, results: 'first-file' })]) {
    const { codes, run } = await resumed(made, (_, at) => at === '3' || at === '4' || at === '11', { fallback });
    expect(codes).toEqual(['b 11', 'b 3', 'b 4']);
    expect(tasks(run, 'first/a')).toBe(0);
    expect(tasks(run, 'second/b')).toBe(fallback.kind === 'inline' ? 3 : 1);
  }
});

/** Six items, of which the fourth may be broken. */
const six: Made = (broken, called) =>
  flow({ name: 'six' }, ({ step, foreach }) => {
    const start = step('start', () => ({ list: numbers(6) }));
    // It ends after the list is counted, and what it gives is an input of all items.
    const model = step('model', { in: { all: start.out.list } }, ({ in: { all } }) => {
      if (broken('model', '')) throw new Error('broken');
      return all.length;
    }).catch('guess', () => 1);
    const each = foreach('each', { items: start.out.list, tolerate: { count: 6 } }, (n, s) =>
      s.step('work', { in: { n, model: model.out } }, ({ in: { n, model } }) => {
        called('work', `${n}`);
        if (broken('work', `${n}`)) throw new Error('broken');
        return n * model;
      }),
    );
    return step('join', { in: { all: each.out } }, async ({ in: { all } }) => (await all.toArray()).length);
  });

test('what a body is given from elsewhere is taken ahead of its time; where it changes, all items are started', async () => {
  for (const fallback of [distributed({ batch: 4 }), inline()]) {
    expect((await resumed(six, (_, at) => at === '3', { fallback })).codes).toEqual(['work 3']);
    const { codes } = await resumed(six, (name) => name === 'model', { fallback });
    expect(codes).toEqual(numbers(6).map((n) => `work ${n}`));
  }
});

test.each([
  ['one task for an item', distributed({ batch: 4 }), inline()],
  ['array jobs', distributed({ batch: 4 }), batchArray()],
  ['batches', batchArray(), distributed({ batch: 4 })],
] as const)('with %s now, starts what other ways left', async (_, fallback, now) => {
  const { codes, run } = await resumed(six, (_, at) => at === '3', { fallback, now, onBatch: true });
  expect(codes).toEqual(['work 3']);
  expect(tasks(run, 'each/work')).toBe(1);
});

test('a run that resumed another one is resumed in its turn, with what it has of both', async () => {
  const stores = inMemoryStores();
  const options = { fallback: distributed({ batch: 2 }) };
  const start = async (run: string, bad: readonly string[], earlier?: string): Promise<readonly string[]> => {
    const codes: string[] = [];
    const made = six(
      (_, at) => bad.includes(at),
      (name, at) => void codes.push(`${name} ${at}`),
    );
    const params = earlier === undefined ? {} : { [RESUME_FIELD]: { run: earlier } };
    const ran = await inMemory(made, options).run({ stores, run, params });
    expect(ran.outcome).toMatchObject({ status: 'SUCCEEDED' });
    expect(await ran.result()).toBe(6);
    return codes.sort();
  };
  await start('one', ['1', '4', '5']);
  expect(await start('two', ['4'], 'one')).toEqual(['work 1', 'work 4', 'work 5']);
  expect(await start('three', [], 'two')).toEqual(['work 4']);
});

test('of 10,000 items of which 9,990 are finished starts 10, and of all none', async () => {
  const stores = inMemoryStores();
  let ran = 0;
  const made = (bad: boolean): Flow =>
    flow({ name: 'wide' }, ({ step, foreach }) => {
      const start = step('start', () => ({ list: numbers(10_000) }));
      const each = foreach('each', { items: start.out.list, tolerate: { count: 10 } }, (n, s) =>
        s.step('work', { in: { n } }, ({ in: { n } }) => {
          ran += 1;
          if (bad && n % 1_000 === 7) throw new Error('broken');
          return n;
        }),
      );
      return step('join', { in: { all: each.out } }, async ({ in: { all } }) => {
        let sum = 0;
        for await (const one of all) sum += one.ok ? one.value : 0;
        return sum;
      });
    });
  const options = { fallback: distributed({ batch: 1_000 }) };
  await inMemory(made(true), options).run({ stores, run: 'first' });
  const again = async (fallback: MapStrategy, earlier: string, run: string): Promise<InMemoryRun> => {
    ran = 0;
    const params = { [RESUME_FIELD]: { run: earlier } };
    const one = await inMemory(made(false), { ...options, fallback }).run({ stores, run, params });
    expect(await one.result()).toBe((10_000 * 9_999) / 2);
    return one;
  };
  const some = await again(distributed(), 'first', 'second');
  expect(ran).toBe(10);
  expect(tasks(some, 'each/work')).toBe(10);
  const none = await again(inline(), 'second', 'third');
  expect(ran).toBe(0);
  expect(tasks(none, 'each/work')).toBe(0);
});
