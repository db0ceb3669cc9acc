import { describe, expect, test } from '@jest/globals';
import { runsOf, type PastTask, type PastStep } from '@flowmap/client';
import { flow, param, type Collection } from '@flowmap/flow';
import { distributed } from '@flowmap/map-distributed';
import { graphKey } from '@flowmap/store';
import { inMemory, inMemoryStores, type InMemoryStores } from '@flowmap/testing';

const squares = flow(
  { name: 'squares', params: { n: param.integer({ default: 3 }), fail: param.integer({ default: -1 }) } },
  ({ step, foreach }) => {
    const start = step('start', ({ params }) => ({ numbers: Array.from({ length: params.n }, (_, i) => i) }));
    const all = foreach('each', { items: start.out.numbers, tolerate: { count: 1 } }, (number, s) =>
      s.step('square', { in: { number } }, ({ in: { number }, params }) => {
        if (number === params.fail) throw new RangeError(`not ${number}`);
        return { square: number * number };
      }),
    );
    return step('sum', { in: { all: all.out } }, async ({ in: { all } }) => {
      let sum = 0;
      for await (const one of all) if (one.ok) sum += one.value.square;
      return sum;
    });
  },
);

async function tasks(step: PastStep): Promise<PastTask[]> {
  const found: PastTask[] = [];
  for await (const task of step) found.push(task);
  return found;
}

/** Each task in a line. */
async function lines(step: PastStep): Promise<string[]> {
  const all = (await tasks(step)).map(async (task) =>
    task.ok ? `${task.index}: ${JSON.stringify(await task.output())}` : `${task.index}: ${task.error.name}`,
  );
  return Promise.all(all);
}

async function ran(params = {}, fallback = distributed({ batch: 2 })): Promise<InMemoryStores> {
  const stores = inMemoryStores();
  const { outcome } = await inMemory(squares, { fallback }).run({ params, stores, run: 'one' });
  expect(outcome.status).toBe('SUCCEEDED');
  return stores;
}

describe('runsOf', () => {
  test('gives the runs of a flow with their parameters and results, typed by it', async () => {
    const stores = inMemoryStores();
    const ready = inMemory(squares);
    await ready.run({ run: 'a', stores });
    await ready.run({ params: { n: 4 }, run: 'b', stores });
    const found: [string, number, number][] = [];
    for await (const run of runsOf(squares, stores)) found.push([run.id, run.params.n, await run.result()]);
    expect(found).toEqual([
      ['b', 4, 14],
      ['a', 3, 5],
    ]);
    const run = await runsOf(squares, stores).get('b');
    expect(run).toMatchObject({
      deployment: 'squares',
      code: '0123abcd',
      params: { n: 4, fail: -1 },
      started: expect.any(Date),
    });
    expect(await runsOf(squares, stores).get('c')).toBeUndefined();
    expect(await runsOf(squares, stores, { deployment: 'other' }).get('b')).toBeUndefined();
    const open = runsOf(squares, stores, { status: 'RUNNING' });
    await stores.metadata.finishRun('squares', 'a', { status: 'SUCCEEDED', stopped: '2026-01-01T00:00:00Z' });
    const ids: string[] = [];
    for await (const { id } of open) ids.push(id);
    expect(ids).toEqual(['b']);
    expect((await runsOf(squares, stores).get('a'))?.stopped).toEqual(new Date('2026-01-01T00:00:00Z'));
  });

  test('gives them by name with the graph that was stored', async () => {
    const stores = await ran();
    const run = await runsOf('squares', stores).get('one');
    await expect(run?.result()).rejects.toMatchObject({ code: 'NO_GRAPH' });
    await stores.objects.put(graphKey('0123abcd'), Buffer.from(JSON.stringify(squares.graph)));
    const again = await runsOf('squares', stores).get('one');
    expect(await again?.result()).toBe(5);
    expect(again?.params).toEqual({ n: 3, fail: -1 });
  });

  test('gives the latest run, and what is known of its end by its record', async () => {
    const stores = inMemoryStores();
    expect(await runsOf(squares, stores).latest()).toBeUndefined();
    const times = [
      ['b', '2026-01-01T00:00:00Z'],
      ['c', '2026-01-01T01:00:00+02:00'],
      ['a', '2026-01-02T00:00:00Z'],
    ] as const;
    for (const [run, started] of times) {
      const record = { deployment: 'squares', run, status: 'RUNNING', started, code: 'c', params: {} } as const;
      await stores.metadata.createRun(record, new Date(1e14));
    }
    const ids: string[] = [];
    for await (const { id } of runsOf(squares, stores)) ids.push(id);
    expect(ids).toEqual(['a', 'b', 'c']);
    const failure = { error: 'Oops', cause: 'It went wrong' };
    await stores.metadata.finishRun('squares', 'b', { status: 'FAILED', stopped: '2026-01-01T00:00:01Z', failure });
    const failed = await runsOf(squares, stores, { status: 'FAILED' }).latest();
    expect(failed).toMatchObject({ id: 'b', status: 'FAILED', stopped: new Date('2026-01-01T00:00:01Z') });
    expect(await failed?.failure()).toEqual(failure);
    expect(await (await runsOf(squares, stores).latest())?.failure()).toBeUndefined();
  });

  test('gives a foreach’s result as a collection', async () => {
    const wide = flow({ name: 'wide' }, ({ step, foreach }) => {
      const start = step('start', () => ({ days: ['mon', 'tue'] }));
      return foreach('perDay', { items: start.out.days }, (day, s) =>
        s.step('shout', { in: { day } }, (c) => c.in.day.toUpperCase()),
      );
    });
    const stores = inMemoryStores();
    await inMemory(wide).run({ stores, run: 'one' });
    const result: Collection<string> | undefined = await (await runsOf(wide, stores).get('one'))?.result();
    expect(await result?.toArray()).toEqual(['MON', 'TUE']);
  });

  test('says that a run has not come so far', async () => {
    const stores = inMemoryStores();
    await stores.metadata.createRun(
      { deployment: 'squares', run: 'two', status: 'RUNNING', started: '2026-01-01T00:00:00Z', code: 'c', params: {} },
      new Date(1e14),
    );
    const run = await runsOf(squares, stores).get('two');
    await expect(run?.result()).rejects.toMatchObject({ code: 'RESULT_MISSING' });
    expect(run && (await lines(run.step('start')))).toEqual([]);
  });
});

describe('the tasks of a step', () => {
  test('have outputs, attempts and times where they ran alone', async () => {
    const stores = await ran();
    const run = await runsOf(squares, stores).get('one');
    if (!run) throw new Error('there is no run');
    const [start] = await tasks(run.step('start'));
    expect(start).toMatchObject({ address: 'squares/one/start', step: 'start', index: '', ok: true, attempts: 1 });
    expect(start?.ok && (await start.output(['numbers', '2']))).toBe(2);
    await expect(tasks(run.step('each'))).rejects.toMatchObject({
      code: 'NO_SUCH_STEP',
      hint: 'Its steps are start, each/square, sum.',
    });
  });

  test('have typed outputs, by the item inside a foreach', async () => {
    const stores = await ran({ n: 3, fail: 1 });
    const run = await runsOf<typeof squares>('squares', stores).get('one');
    await expect(run?.step('sum').output()).rejects.toMatchObject({ code: 'NO_GRAPH' });
    const typed = await runsOf(squares, stores).get('one');
    const sum: number | undefined = await typed?.step('sum').output();
    expect(sum).toBe(4);
    const square = typed?.step('each/square');
    expect(await square?.output(2)).toEqual({ square: 4 });
    expect(await square?.task('0')).toMatchObject({ index: '0', ok: true });
    expect(await square?.task(7)).toBeUndefined();
    await expect(square?.output(7)).rejects.toMatchObject({
      code: 'RESULT_MISSING',
      message: 'squares/one/each/square/7 has no output: it has not ended, did not run, or failed',
    });
    await expect(square?.output(1)).rejects.toMatchObject({
      code: 'RESULT_MISSING',
      message: 'squares/one/each/square/1 has no output: it failed: RangeError: not 1',
    });
    await expect(square?.output()).rejects.toMatchObject({
      code: 'INDEX_MISSING',
      message: 'each/square runs once for each item of each: say for which.',
    });
    await expect(typed?.step('smu').output()).rejects.toMatchObject({ code: 'NO_SUCH_STEP' });
  });

  test('have log lines only where somebody can read them', async () => {
    const stores = await ran();
    const run = await runsOf(squares, stores).get('one');
    const lines = run?.step('start').logs()[Symbol.asyncIterator]();
    await expect(lines?.next()).rejects.toMatchObject({ code: 'NO_LOGS' });
    await expect(run?.logs()[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'NO_LOGS' });
    await expect(run?.step('each').logs()[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: 'NO_SUCH_STEP',
    });
  });

  test.each([
    ['in batches', distributed({ batch: 2 })],
    ['one by one', distributed()],
  ])('are the same when items ran %s', async (_, fallback) => {
    const stores = await ran({ n: 5 }, fallback);
    const run = await runsOf(squares, stores).get('one');
    expect(run && (await lines(run.step('each/square')))).toEqual(
      [0, 1, 2, 3, 4].map((i) => `${i}: {"square":${i * i}}`),
    );
    expect(await run?.task('each/square/3')).toMatchObject({
      address: 'squares/one/each/square/3',
      index: '3',
      ok: true,
    });
    expect(await run?.task('squares/one/each/square/9')).toBeUndefined();
    await expect(run?.task('each/other/3')).rejects.toMatchObject({ code: 'NO_SUCH_STEP' });
  });

  test.each([
    ['in batches', distributed({ batch: 2 })],
    ['inline', undefined],
  ])('have the failures that a foreach tolerates, %s', async (_, fallback) => {
    const stores = await ran({ n: 4, fail: 1 }, fallback);
    const run = await runsOf(squares, stores).get('one');
    expect((await lines((run as NonNullable<typeof run>).step('each/square'))).sort()).toEqual([
      '0: {"square":0}',
      '1: RangeError',
      '2: {"square":4}',
      '3: {"square":9}',
    ]);
    expect(await run?.task('each/square/1')).toMatchObject({
      address: 'squares/one/each/square/1',
      index: '1',
      ok: false,
      error: { name: 'RangeError', message: 'not 1' },
    });
  });

  test('have what a handler caught', async () => {
    const caught = flow({ name: 'caught' }, ({ step }) => {
      step('risky', (): number => {
        throw new TypeError('no');
      }).catch('rescue', ({ error }) => error.message.length);
    });
    const stores = inMemoryStores();
    await inMemory(caught).run({ stores, run: 'one' });
    const run = await runsOf(caught, stores).get('one');
    expect(await run?.task('risky')).toMatchObject({ ok: false, error: { name: 'TypeError', message: 'no' } });
    expect(run && (await lines(run.step('rescue')))).toEqual([': 2']);
  });

  test('are found inside nested foreachs', async () => {
    const nested = flow({ name: 'nested' }, ({ step, foreach }) => {
      const start = step('start', () => ({ rows: [[1, 2, 3], [4]] }));
      foreach('perRow', { items: start.out.rows }, (row, s) =>
        s.foreach('perCell', { items: row }, (cell, inner) =>
          inner.step('twice', { in: { cell } }, (c) => c.in.cell * 2),
        ),
      );
    });
    const stores = inMemoryStores();
    await inMemory(nested, { fallback: distributed({ batch: 2 }) }).run({ stores, run: 'one' });
    const run = await runsOf(nested, stores).get('one');
    expect(run && (await lines(run.step('perRow/perCell/twice'))).sort()).toEqual([
      '0.0: 2',
      '0.1: 4',
      '0.2: 6',
      '1.0: 8',
    ]);
    const task = await run?.task('perRow/perCell/twice/0.2');
    expect(task?.ok && (await task.output())).toBe(6);
  });
});
