import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { Computes, MapStrategy } from '@flowmap/asl';
import { batch } from '@flowmap/compute-batch';
import { lambda } from '@flowmap/compute-lambda';
import { flow, param, s3, type Flow, type Source } from '@flowmap/flow';
import type { ObjectStorage } from '@flowmap/engine';
import type { Tolerance } from '@flowmap/graph';
import { adaptive } from '@flowmap/map-adaptive';
import { batchArray } from '@flowmap/map-batch-array';
import { distributed, type DistributedOptions } from '@flowmap/map-distributed';
import { inline } from '@flowmap/map-inline';
import { diagnosticsOf, inMemory, missingRights, type InMemoryRun } from '@flowmap/testing';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { buckets } from './buckets.js';

const COMPUTES: readonly { readonly on: string; readonly computes: Computes }[] = [
  { on: 'AWS Lambda', computes: { default: lambda() } },
  { on: 'AWS Batch', computes: { default: batch({ queue: 'jobs' }) } },
];

const SHAPES = ['one step', 'several steps'] as const;
const BATCHES: readonly DistributedOptions[] = [{}, { batch: 4 }];

interface Row {
  readonly k: number;
  readonly square: number;
}

/** A foreach over a source, whose body gives what it is given; a join that gives all of it. */
function over(
  items: Source<unknown>,
  shape: (typeof SHAPES)[number],
  strategy: DistributedOptions,
  more: { readonly tolerate?: Tolerance<number>; readonly work?: (item: unknown) => unknown } = {},
): Flow {
  const { work = (item: unknown) => item, tolerate } = more;
  return flow({ name: 'sources' }, ({ step, foreach }) => {
    const each = foreach(
      'each',
      { items, strategy: distributed(strategy), ...(tolerate && { tolerate }) },
      (item, s) => {
        const first = s.step('first', { in: { item } }, ({ in: given }) => work(given.item));
        if (shape === 'one step') return first;
        return s.step('last', { in: { first: first.out, item } }, ({ in: given }) => given.first ?? given.item);
      },
    );
    return step('join', { in: { all: each.out } }, async ({ in: { all } }) => ({
      count: all.count,
      values: await all.toArray(),
    }));
  });
}

function run(
  built: Flow,
  files: Readonly<Record<string, string | Uint8Array>>,
  computes: Computes,
  how: Parameters<ReturnType<typeof inMemory>['run']>[0] = {},
): Promise<InMemoryRun> {
  const named = new Map(Object.entries(files).map(([key, text]) => [`raw/${key}`, text]));
  return inMemory(built, { computes }).run({ buckets: buckets(named), ...how });
}

const ROWS = Array.from({ length: 11 }, (_, k): Row => ({ k, square: k * k }));
const LINES = ROWS.map((row) => JSON.stringify(row)).join('\n');
const CSV = ['k,square,note', ...ROWS.map(({ k, square }) => `${k},${square},"n, ${k}"`)].join('\r\n');

describe.each(COMPUTES)('on $on', ({ computes }) => {
  describe.each(SHAPES)('a body of %s', (shape) => {
    describe.each(BATCHES)('with %j', (strategy) => {
      test.each<[string, Source<unknown>, string, string, readonly unknown[]]>([
        ['JSON lines', s3.jsonl<Row>({ bucket: 'raw', key: 'a' }), 'a', LINES, ROWS],
        ['a JSON array', s3.json<Row>({ bucket: 'raw', key: 'a' }), 'a', JSON.stringify(ROWS), ROWS],
        [
          'a JSON array inside',
          s3.json<Row>({ bucket: 'raw', key: 'a', pointer: '/data/rows', maxItems: 5 }),
          'a',
          JSON.stringify({ data: { rows: ROWS } }),
          ROWS.slice(0, 5),
        ],
        [
          'rows of CSV',
          s3.csv({ bucket: 'raw', key: 'a', columns: { k: 'integer', square: 'number', note: 'string' } }),
          'a',
          CSV,
          ROWS.map(({ k, square }) => ({ k, square, note: `n, ${k}` })),
        ],
      ])('runs over %s in item order', async (_, source, key, text, values) => {
        const ended = await run(over(source, shape, strategy), { [key]: text }, computes);
        expect(ended.outcome).toMatchObject({ status: 'SUCCEEDED' });
        expect(await ended.result()).toEqual({ count: values.length, values });
      });

      test('runs over the objects of a bucket', async () => {
        const files = Object.fromEntries(['x/1', 'x/2', 'x/3', 'y/4'].map((key) => [key, key]));
        const built = over(s3.list({ bucket: 'raw', prefix: 'x/' }), shape, strategy);
        const ended = await run(built, files, computes);
        expect(ended.outcome).toMatchObject({ status: 'SUCCEEDED' });
        expect(await ended.result()).toMatchObject({
          count: 3,
          values: [{ key: 'x/1' }, { key: 'x/2' }, { key: 'x/3' }],
        });
      });

      test.each<[string, Source<unknown>, Readonly<Record<string, string>>]>([
        ['no objects', s3.list({ bucket: 'raw', prefix: 'none/' }), { a: '' }],
        ['an empty file', s3.json({ bucket: 'raw', key: 'a' }), { a: '' }],
        ['an empty array', s3.json({ bucket: 'raw', key: 'a' }), { a: '[]' }],
        ['a header alone', s3.csv({ bucket: 'raw', key: 'a', columns: { k: 'integer' } }), { a: 'k\n' }],
      ])('succeeds over %s', async (_, source, files) => {
        const ended = await run(over(source, shape, strategy, { tolerate: { percentage: 10 } }), files, computes);
        expect(ended.outcome).toMatchObject({ status: 'SUCCEEDED' });
        expect(await ended.result()).toEqual({ count: 0, values: [] });
      });

      test('tolerates as many failed items as it says, exactly', async () => {
        const source = s3.jsonl<Row>({ bucket: 'raw', key: 'a' });
        const built = (bad: number, tolerate: Tolerance<number>): Flow =>
          over(source, shape, strategy, {
            tolerate,
            work: (item) => {
              if ((item as Row).k < bad) throw new RangeError('bad');
              return item;
            },
          });
        // 20 % of 11 are 2.2 items.
        for (const tolerate of [{ count: 2 }, { percentage: 20 }]) {
          const within = await run(built(2, tolerate), { a: LINES }, computes);
          expect(within.outcome).toMatchObject({ status: 'SUCCEEDED' });
          expect(await within.result()).toMatchObject({ count: 11 });
          const beyond = await run(built(3, tolerate), { a: LINES }, computes);
          expect(beyond.outcome).toMatchObject({ status: 'FAILED' });
        }
        const all = await run(built(11, { percentage: 100 }), { a: LINES }, computes);
        expect(all.outcome).toMatchObject({ status: 'SUCCEEDED' });
        expect(await all.result()).toMatchObject({
          count: 11,
          values: Array.from({ length: 11 }, () => ({ ok: false })),
        });
      });

      test('asks for all rights that it needs', () => {
        const built = over(s3.jsonl<Row>({ bucket: 'raw', key: 'a' }), shape, strategy, { tolerate: { count: 1 } });
        const { compiled, target } = inMemory(built, { computes, target: { partition: 'aws-us-gov' } });
        expect(missingRights(compiled.definition, compiled.policies, target)).toEqual([]);
        expect(JSON.stringify(compiled)).not.toContain('arn:aws:');
      });
    });
  });

  test('runs over the rows of a Parquet file', async () => {
    const numbers = ROWS.map(({ k }) => k);
    const columnData = [
      { name: 'k', data: numbers, type: 'INT32' as const },
      { name: 'square', data: numbers.map((k) => k * k), type: 'INT32' as const },
    ];
    const built = over(s3.parquet<Row>({ bucket: 'raw', key: 'a' }), 'one step', { batch: 4 });
    const ended = await run(built, { a: new Uint8Array(parquetWriteBuffer({ columnData })) }, computes);
    expect(ended.outcome).toMatchObject({ status: 'SUCCEEDED' });
    expect(await ended.result()).toEqual({ count: 11, values: ROWS });
  });

  test('runs over the objects that an inventory lists', async () => {
    const manifest = {
      sourceBucket: 'src',
      destinationBucket: 'arn:aws:s3:::raw',
      fileFormat: 'CSV',
      fileSchema: 'Bucket, Key, ETag',
      files: [{ key: 'data/1.csv.gz', size: 1, MD5checksum: '0' }],
    };
    const files = {
      'manifest.json': JSON.stringify(manifest),
      'data/1.csv.gz': gzipSync('"src","a","e1"\n"src","b","e2"\n'),
    };
    const built = over(s3.inventory({ bucket: 'raw', key: 'manifest.json' }), 'several steps', { batch: 4 });
    const ended = await run(built, files, computes);
    expect(ended.outcome).toMatchObject({ status: 'SUCCEEDED' });
    expect(await ended.result()).toEqual({
      count: 2,
      values: [
        { Bucket: 'src', Key: 'a', ETag: 'e1' },
        { Bucket: 'src', Key: 'b', ETag: 'e2' },
      ],
    });
  });

  test('nested: a list for each outer item, by a text that a step of the body returns', async () => {
    const built = flow({ name: 'nested', params: { day: param.string() } }, ({ step, foreach, input }) => {
      const start = step('start', () => ['a', 'b', 'none']);
      const shards = foreach('shards', { items: start.out, strategy: inline() }, (shard, s) => {
        const where = s.step('where', { in: { shard } }, ({ in: given, params }) => ({
          prefix: `${params.day}/${given.shard}/`,
        }));
        const files = s.foreach(
          'files',
          { items: s3.list({ bucket: 'raw', prefix: where.out.prefix }), strategy: distributed({ batch: 2 }) },
          (file, t) =>
            t.step('name', { in: { key: file.key, shard } }, ({ in: given }) => `${given.shard}:${given.key}`),
        );
        return s.step('all', { in: { files: files.out } }, ({ in: given }) => given.files.toArray());
      });
      const day = foreach(
        'day',
        { items: s3.list({ bucket: 'raw', prefix: input.day }), strategy: distributed() },
        (file, s) => s.step('size', { in: { size: file.size } }, ({ in: { size } }) => size),
      );
      // A foreach over the results of one over a source has its count.
      const again = foreach('again', { items: day.out, strategy: distributed({ batch: 3 }) }, (size, s) =>
        s.step('double', { in: { size } }, ({ in: given }) => given.size * 2),
      );
      return step('join', { in: { shards: shards.out, again: again.out } }, async ({ in: given }) => ({
        shards: await given.shards.toArray(),
        again: await given.again.toArray(),
      }));
    });
    const files = { 'd1/a/1': 'x', 'd1/a/2': 'xx', 'd1/a/3': 'xxx', 'd1/b/1': '', 'd2/a/1': 'y' };
    const ended = await run(built, files, computes, { params: { day: 'd1' } });
    expect(ended.outcome).toMatchObject({ status: 'SUCCEEDED' });
    expect(await ended.result()).toEqual({
      shards: [['a:d1/a/1', 'a:d1/a/2', 'a:d1/a/3'], ['b:d1/b/1'], []],
      again: [2, 4, 6, 0],
    });
  });
});

describe('what goes wrong', () => {
  const computes: Computes = { default: lambda() };

  test('a file that is not there fails by the service’s name before anything runs', async () => {
    const ended = await run(over(s3.jsonl({ bucket: 'raw', key: 'a' }), 'one step', {}), {}, computes);
    expect(ended.outcome).toMatchObject({ status: 'FAILED', error: 'S3.NoSuchKeyException' });
    expect(ended.invocations).toEqual([]);
  });

  test.each<[string, Source<unknown>, string]>([
    ['a file', s3.jsonl({ bucket: 'far', key: 'in/a' }), 's3://far/in/a'],
    ['a list', s3.list({ bucket: 'far', prefix: 'in/' }), 's3://far/in/'],
  ])('%s in a bucket of another region fails with what and where it is', async (_, source, place) => {
    const elsewhere = Object.assign(new Error('The bucket is in this region: eu-west-1'), {
      name: 'PermanentRedirect',
    });
    const refused: ObjectStorage = {
      // eslint-disable-next-line require-yield -- it has nothing to give
      async *list() {
        throw elsewhere;
      },
      get: () => Promise.reject(elsewhere),
      put: () => Promise.reject(elsewhere),
    };
    const ended = await inMemory(over(source, 'one step', {}), { computes }).run({ buckets: refused });
    expect(ended.outcome).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    const said = JSON.stringify(ended.outcome);
    expect(said).toContain(`each: ${place} cannot be read: The bucket is in this region: eu-west-1`);
    expect(said).toContain('Is the bucket in another region? It must be in that of the state machine, eu-central-1');
    expect(ended.invocations).toEqual([]);
  });

  test('a file that is none of its kind fails by name', async () => {
    const ended = await run(over(s3.json({ bucket: 'raw', key: 'a' }), 'one step', {}), { a: 'no JSON' }, computes);
    expect(ended.outcome).toMatchObject({ status: 'FAILED' });
    expect(JSON.stringify(ended.outcome)).toContain('each: States.ItemReaderFailed');
  });

  test('a file that changes while it is read fails with both ETags, and what was finished stays', async () => {
    const files = new Map([['raw/a', LINES]]);
    const source = s3.jsonl<Row>({ bucket: 'raw', key: 'a' });
    const built = over(
      source,
      'one step',
      {},
      {
        work: (item) => {
          files.set('raw/a', `${LINES}\n{}`);
          return item;
        },
      },
    );
    const ended = await inMemory(built, { computes }).run({ buckets: buckets(files) });
    expect(ended.outcome).toMatchObject({ status: 'FAILED' });
    expect(JSON.stringify(ended.outcome)).toMatch(
      /each: s3:\/\/raw\/a changed while it was read: its ETag was .* and is/,
    );
    const kept: string[] = [];
    for await (const { key } of ended.stores.objects.list('sources/run-1/each/first/')) kept.push(key);
    expect(kept).toHaveLength(11);
  });

  test('a row that does not fit its columns fails alone, with its number and column', async () => {
    const source = s3.csv({ bucket: 'raw', key: 'a', columns: { k: 'integer' } });
    const built = over(source, 'one step', { batch: 2 }, { tolerate: { count: 1 } });
    const ended = await run(built, { a: 'k\n0\nx\n2\n' }, computes);
    expect(ended.outcome).toMatchObject({ status: 'SUCCEEDED' });
    expect(await ended.result()).toMatchObject({
      values: [
        { ok: true, value: { k: 0 } },
        { ok: false, error: { message: 'item 1 of each has "x" in the column k, which is no integer' } },
        { ok: true, value: { k: 2 } },
      ],
    });
  });

  test.each(SHAPES)('an item over the limit fails alone, with its number, in a body of %s', async (shape) => {
    const source = s3.jsonl<Row & { readonly pad: string }>({ bucket: 'raw', key: 'a' });
    const text = ROWS.map((row) => JSON.stringify({ ...row, pad: 'x'.repeat(row.k === 3 ? 300_000 : 1) })).join('\n');
    for (const strategy of BATCHES) {
      const built = over(source, shape, strategy, { tolerate: { count: 1 }, work: (item) => (item as Row).k });
      const ended = await run(built, { a: text }, computes);
      expect(ended.outcome).toMatchObject({ status: 'SUCCEEDED' });
      const { values } = (await ended.result()) as { readonly values: readonly unknown[] };
      expect(values[3]).toMatchObject({
        ok: false,
        error: {
          name: 'Flowmap.ItemTooLarge',
          message: 'item 3 of each takes 300027 characters, and a child can be given 240000',
        },
      });
      expect(values.filter((value) => (value as { readonly ok: boolean }).ok)).toHaveLength(10);
    }
  });

  test.each<[MapStrategy, string]>([
    [inline(), 'FLOW3104'],
    [adaptive([{ use: distributed() }]), 'FLOW3302'],
    [batchArray(), 'FLOW3355'],
    // One that does not know of sources asks for their number.
    [{ ...inline(), check: () => [] }, 'FLOW3002'],
  ])('strategies that count items first refuse a source by name: %j', (strategy, code) => {
    const built = flow({ name: 'sources' }, ({ foreach }) => {
      foreach('each', { items: s3.jsonl<Row>({ bucket: 'raw', key: 'a' }), strategy }, (row, s) =>
        s.step('do', { in: { row } }, () => 1),
      );
    });
    const found = diagnosticsOf(built, { computes: { default: batch({ queue: 'jobs' }) } });
    expect(found.filter(({ severity }) => severity === 'error')).toMatchObject([{ code, at: 'each' }]);
  });

  test('options that mean nothing for it are refused', () => {
    const source = s3.jsonl<Row>({ bucket: 'raw', key: 'a' });
    expect(diagnosticsOf(over(source, 'one step', { batchBytes: 10 }))).toMatchObject([{ code: 'FLOW3210' }]);
    expect(diagnosticsOf(over(source, 'one step', { results: 'manifest' }))).toMatchObject([{ code: 'FLOW3205' }]);
  });
});
