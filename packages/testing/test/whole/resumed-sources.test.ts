import { expect, test } from '@jest/globals';
import { batch } from '@flowmap/compute-batch';
import { lambda } from '@flowmap/compute-lambda';
import { flow, s3, type Flow } from '@flowmap/flow';
import { RESUME_FIELD } from '@flowmap/graph';
import { distributed, type DistributedOptions } from '@flowmap/map-distributed';
import { inMemory, inMemoryStores } from '@flowmap/testing';
import { buckets } from '../sources/buckets.js';

const LINES = new Map([['raw/a', Array.from({ length: 7 }, (_, k) => `${k}\n`).join('')]]);

/** A foreach over the lines of a file, by itself and for each item of a list. */
function lines(options: DistributedOptions, broken: boolean, codes: string[] = []): Flow {
  const strategy = distributed(options);
  const items = s3.jsonl<number>({ bucket: 'raw', key: 'a' });
  return flow({ name: 'lines' }, ({ step, foreach }) => {
    const start = step('start', () => ({ list: [0, 1, 2, 3] }));
    const alone = foreach('alone', { items, strategy }, (line, s) => {
      const one = s.step('one', { in: { line } }, ({ in: { line } }) => void codes.push(`one ${line}`));
      return s.step('two', { in: { line }, after: [one] }, ({ in: { line } }) => line);
    });
    const each = foreach('each', { items: start.out.list, strategy, tolerate: { count: 4 } }, (n, s) => {
      const plan = s.step('plan', { in: { n } }, ({ in: { n } }) => n);
      const inner = s.foreach('line', { items, strategy, after: [plan] }, (line, t) =>
        t.step('work', { in: { line, n: plan.out } }, ({ in: { line, n } }) => {
          codes.push(`work ${n}.${line}`);
          if (broken && n === 2 && line === 5) throw new Error('broken');
          return line * n;
        }),
      );
      return s.step('sum', { in: { all: inner.out } }, async ({ in: { all } }) =>
        (await all.toArray()).reduce((a, b) => a + b, 0),
      );
    });
    return step('join', { in: { alone: alone.out, each: each.out } }, async ({ in: given }) => ({
      alone: await given.alone.toArray(),
      each: (await given.each.toArray()).map((one) => (one.ok ? one.value : one.error.message)),
    }));
  });
}

test.each([
  ['on AWS Lambda, in batches', { batch: 3 }, lambda()],
  ['on AWS Batch, in batches', { batch: 3 }, batch({ queue: 'jobs' })],
  ['on AWS Batch, one by one', {}, batch({ queue: 'jobs' })],
] as const)('items of sources are taken where they run, %s', async (_, options, compute) => {
  const stores = inMemoryStores();
  const how = { stores, buckets: buckets(LINES) };
  const computes = { default: compute };
  await inMemory(lines(options, true), { computes }).run({ ...how, run: 'first' });
  const codes: string[] = [];
  const params = { [RESUME_FIELD]: { run: 'first' } };
  const run = await inMemory(lines(options, false, codes), { computes }).run({ ...how, run: 'second', params });
  expect(run.outcome).toMatchObject({ status: 'SUCCEEDED' });
  expect(await run.result()).toEqual({ alone: [0, 1, 2, 3, 4, 5, 6], each: [0, 21, 42, 63] });
  expect(codes.filter((code) => !code.startsWith('work 2.'))).toEqual([]);
  expect(codes).toContain('work 2.5');
});
