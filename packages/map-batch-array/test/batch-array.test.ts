import { describe, expect, it, jest } from '@jest/globals';
import type { Compute, MapStrategy } from '@flowmap/asl';
import { batch } from '@flowmap/compute-batch';
import { lambda } from '@flowmap/compute-lambda';
import { run, simulatedClock } from '@flowmap/engine';
import type { Json } from '@flowmap/graph';
import { batchArray } from '@flowmap/map-batch-array';
import { distributed } from '@flowmap/map-distributed';
import { inline } from '@flowmap/map-inline';
import { diagnosticsOf, inMemory, type InMemoryRun } from '@flowmap/testing';
import { flow, param } from '@flowmap/flow';
import { squares } from './support/squares.js';

jest.setTimeout(60_000);

const BATCH = batch({ queue: 'jobs' });
const COMPUTES = { default: BATCH };

/** AWS Batch with arrays of at most so many items, so that a short list makes several. */
function smallArrays(most: number): { readonly default: Compute } {
  const { array } = BATCH;
  return { default: array ? { ...BATCH, array: { ...array, most } } : BATCH };
}

/** Interprets the machine with a service that ends every job at once, and gives the arguments of the array jobs. */
async function submitted(items: number): Promise<readonly { readonly [name: string]: Json }[]> {
  const { compiled } = inMemory(squares(batchArray()), { computes: COMPUTES });
  const jobs: { readonly [name: string]: Json }[] = [];
  const { status } = await run(
    compiled.definition,
    { items },
    {
      task: ({ resource, arguments: args }) => {
        if (resource.endsWith('dynamodb:getItem'))
          return Promise.resolve({ Item: { f: { M: { each: { N: `${items}` } } } } });
        const job = BATCH.array?.received(resource, args);
        if (!job || !BATCH.array) return Promise.resolve({});
        jobs.push(args as { readonly [name: string]: Json });
        return Promise.resolve(BATCH.array.succeeded(job));
      },
      clock: simulatedClock(),
      random: () => 0.5,
      uuid: () => 'id',
      record: () => undefined,
    },
    { name: 'run-1', machine: 'm', account: '123456789012', region: 'eu-west-1' },
  );
  expect(status).toBe('SUCCEEDED');
  return jobs;
}

async function ran(
  strategy: MapStrategy,
  compute: { readonly default: Compute },
  items: number,
  bad: readonly number[] = [],
) {
  return inMemory(squares(strategy, { tolerate: { count: 3 } }), { computes: compute }).run({ params: { items, bad } });
}

describe('the jobs of a list', () => {
  it.each([
    [0, []],
    [1, [undefined]],
    [2, [2]],
    [9_999, [9_999]],
    [10_000, [10_000]],
    [10_001, [5_001, 5_000]],
    [25_000, [8_334, 8_334, 8_332]],
  ])('of %i items are arrays of %j', async (items, sizes) => {
    const jobs = await submitted(items);
    expect(jobs.map(({ ArrayProperties: array }) => (array as { readonly Size?: number } | undefined)?.Size)).toEqual(
      sizes,
    );
    expect(jobs.map(({ JobName }) => JobName)).toEqual(sizes.map(() => 'each--square'));
  });

  it('of one item is a job without ArrayProperties', async () => {
    const [job] = await submitted(1);
    expect(job).not.toHaveProperty('ArrayProperties');
  });
});

describe('failures', () => {
  it.each([
    ['in one chunk', [0, 1, 2]],
    ['in several chunks', [3, 27, 49]],
    ['in a chunk that fails whole', [48, 49]],
  ])('%s are counted exactly', async (_, bad) => {
    const good = await ran(batchArray(), smallArrays(6), 50, bad);
    expect(good.outcome).toMatchObject({ status: 'SUCCEEDED' });
    const results = (await good.result()) as readonly {
      readonly ok: boolean;
      readonly error?: { readonly name: string };
    }[];
    expect(results.flatMap(({ ok, error }, k) => (ok ? [] : [[k, error?.name]]))).toEqual(
      bad.map((k) => [k, 'BadItem']),
    );

    const more = await ran(batchArray(), smallArrays(6), 50, [5, 15, 25, 35]);
    expect(more.outcome).toMatchObject({
      status: 'FAILED',
      cause: expect.stringContaining('each: 4 of 50 items failed, 3 tolerated'),
    });
  });

  it('of a list of one are counted too', async () => {
    const one = await ran(batchArray(), COMPUTES, 1, [0]);
    expect(await one.result()).toMatchObject([{ ok: false, error: { name: 'BadItem' } }]);
  });

  it('without tolerance fail the run, after the others of the array have ended', async () => {
    const failed = await inMemory(squares(batchArray()), { computes: COMPUTES }).run({
      params: { items: 20, bad: [0] },
    });
    expect(failed.outcome).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed' });
    expect(failed.invocations.filter(({ array }) => array)).toHaveLength(20);
  });

  it.each([
    ['no description', 'no room for the job'],
    ['a description that was cut off', '{"Status":"FAILED","ArrayProperties":{"StatusSum'],
    ['a description without a summary', '{"Status":"FAILED","ArrayProperties":{"Size":20}}'],
    ['another error than that of a job', '{"Status":"SUBMITTED"}'],
  ])('that cannot be read, %s, fail the run and are no successes', async (_, cause) => {
    const { array } = BATCH;
    const compute = {
      ...BATCH,
      ...(array && { array: { ...array, failed: () => ({ error: 'States.TaskFailed', cause }) } }),
    };
    const failed = await ran(batchArray(), { default: compute }, 20, [4]);
    expect(failed.outcome).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
  });
});

describe('a child whose worker dies', () => {
  const once = squares(batchArray(), { retry: { attempts: 3 }, tolerate: { count: 1 } });

  it('is started again, as often as the step says, and goes on counting', async () => {
    const flaky = await inMemory(once, { computes: COMPUTES }).run({
      params: { items: 8 },
      dies: ({ i, try: attempt }) => i === '5' && attempt < 2,
    });
    const results = (await flaky.result()) as readonly { readonly value: { readonly attempt: number } }[];
    expect(results.map(({ value }) => value.attempt)).toEqual([1, 1, 1, 1, 1, 3, 1, 1]);
  });

  it('has failed when it died every time', async () => {
    const lost = await inMemory(once, { computes: COMPUTES }).run({ params: { items: 8 }, dies: ({ i }) => i === '5' });
    const results = (await lost.result()) as readonly unknown[];
    expect(results[5]).toMatchObject({ ok: false, error: { name: 'Flowmap.Lost' } });
    const two = await inMemory(once, { computes: COMPUTES }).run({
      params: { items: 8 },
      dies: ({ i }) => i === '5' || i === '6',
    });
    expect(two.outcome).toMatchObject({ status: 'FAILED', cause: expect.stringContaining('2 of 8 items failed') });
  });

  it('is not started again without a retry', async () => {
    const lost = await inMemory(squares(batchArray()), { computes: COMPUTES }).run({
      params: { items: 2 },
      dies: ({ i, try: attempt }) => i === '1' && attempt === 0,
    });
    expect(lost.outcome.status).toBe('FAILED');
  });
});

describe('an item', () => {
  it('is tried again and caught in its own container', async () => {
    const caught = await inMemory(squares(batchArray(), { retry: { attempts: 2 }, handled: true }), {
      computes: COMPUTES,
    }).run({ params: { items: 4, bad: [2] } });
    expect(await caught.result()).toMatchObject([
      { square: 0 },
      { square: 1 },
      { square: -1, why: '2 is bad' },
      { square: 9 },
    ]);
    // One container for each item.
    expect(caught.invocations.filter(({ array }) => array)).toHaveLength(4);
  });
});

describe('inside another foreach', () => {
  it.each([
    ['inline', inline()],
    ['distributed', distributed()],
    ['distributed in batches', distributed({ batch: 2 })],
  ])('%s each of its runs counts its own failures', async (_, outer) => {
    const sizes = [3, 0, 1, 7];
    const nested = flow({ name: 'nested', params: { sizes: param.json<readonly number[]>() } }, ({ step, foreach }) => {
      const start = step('start', ({ params }) =>
        params.sizes.map((size) => Array.from({ length: size }, (_e, k) => k)),
      );
      const shards = foreach('shards', { items: start.out, strategy: outer }, (list, s) => {
        const days = s.foreach('days', { items: list, strategy: batchArray(), tolerate: { count: 1 } }, (day, t) =>
          t.step('fit', { in: { day } }, ({ in: given }) => {
            if (given.day === 2) throw new Error('no second day');
            return given.day;
          }),
        );
        return s.step('best', { in: { days: days.out } }, async ({ in: given }) =>
          (await given.days.toArray()).map((one) => (one.ok ? one.value : one.error.message)),
        );
      });
      return step('join', { in: { shards: shards.out } }, ({ in: given }) => given.shards.toArray());
    });
    const made: InMemoryRun = await inMemory(nested, { computes: smallArrays(4) }).run({ params: { sizes } });
    expect(await made.result()).toEqual(
      sizes.map((size) => Array.from({ length: size }, (_e, k) => (k === 2 ? 'no second day' : k))),
    );
    expect(new Set(made.invocations.filter(({ step }) => step === 'shards/days/fit').map(({ i }) => i)).size).toBe(11);
  });
});

describe('what array jobs cannot do', () => {
  const codes = (...given: Parameters<typeof diagnosticsOf>): readonly string[] =>
    diagnosticsOf(...given).flatMap(({ code, severity }) => (severity === 'error' ? [code] : []));

  it('is a body of more than one step', () => {
    const two = flow({ name: 'two' }, ({ step, foreach }) => {
      const start = step('start', () => [1]);
      return foreach('each', { items: start.out, strategy: batchArray() }, (item, s) => {
        const first = s.step('first', { in: { item } }, ({ in: given }) => given.item);
        return s.step('second', { in: { first: first.out } }, ({ in: given }) => given.first);
      });
    });
    expect(codes(two, { computes: COMPUTES })).toEqual(['FLOW3351']);
  });

  it('is a step on a compute without arrays, which is named with the way out', () => {
    const [found] = diagnosticsOf(squares(batchArray()), { computes: { default: lambda() } });
    expect(found).toMatchObject({
      code: 'FLOW3352',
      at: 'each',
      message: expect.stringMatching(/each\/square runs on lambda/),
      hint: expect.stringMatching(/resources: \{ on: 'batch' \}.*flowmap\.config\.ts/),
    });
  });

  it('is to keep `concurrency`', () => {
    expect(codes(squares(batchArray(), { concurrency: 5 }), { computes: COMPUTES })).toEqual(['FLOW3353']);
  });
});
