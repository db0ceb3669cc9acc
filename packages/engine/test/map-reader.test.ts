import { describe, expect, test } from '@jest/globals';
import type { Json } from '@flowmap/asl/language';
import { check, type HistoryEvent, run } from '../src/index.js';
import { mapOf, numbers, task } from './machines.js';
import { ports } from './ports.js';
import { type MemoryStorage, memoryStorage } from './readers/storage.js';

const PASS = { Type: 'Pass', End: true } as const;

/** An ItemReader of an object, for a JSONata map. */
function reader(config: Record<string, Json>, key = 'items.json'): Json {
  return {
    Resource: 'arn:aws:states:::s3:getObject',
    ReaderConfig: config,
    Arguments: { Bucket: '{% $states.input.bucket %}', Key: key },
  };
}

function withStorage(storage: MemoryStorage, events: HistoryEvent[] = []) {
  return { ...ports(({ arguments: item }) => item, events), objects: storage };
}

async function read(storage: MemoryStorage, fields: Record<string, Json>, events: HistoryEvent[] = []) {
  return await run(mapOf(PASS, fields, true), { bucket: 'b' }, withStorage(storage, events));
}

describe('an item reader', () => {
  test('gives the items, and their number is not known at the start', async () => {
    const events: HistoryEvent[] = [];
    const storage = memoryStorage({ 'b/items.json': '[1, {"a": 2}]' });
    expect(await read(storage, { ItemReader: reader({ InputType: 'JSON' }) }, events)).toEqual({
      status: 'SUCCEEDED',
      output: [1, { a: 2 }],
    });
    expect(events.find(({ type }) => type === 'MapStateStarted')?.details).toEqual({ length: 0 });
  });

  test('takes precedence over Items, in JSONPath over ItemsPath, where the path leads nowhere', async () => {
    const storage = memoryStorage({ 'b/items.json': '[1]' });
    const definition = {
      StartAt: 'map',
      States: {
        map: {
          Type: 'Map',
          ItemsPath: '$.nowhere',
          ItemReader: {
            Resource: 'arn:aws:states:::s3:getObject',
            ReaderConfig: { InputType: 'JSON', MaxItemsPath: '$.most' },
            Parameters: { 'Bucket.$': '$.bucket', Key: 'items.json' },
          },
          ItemSelector: { 'v.$': '$$.Map.Item.Value', 'i.$': '$$.Map.Item.Index', 's.$': '$$.Map.Item.Source' },
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
            StartAt: 'pass',
            States: { pass: PASS },
          },
          End: true,
        },
      },
    } as const;
    expect(await run(definition, { bucket: 'b', most: '5' }, withStorage(storage))).toEqual({
      status: 'SUCCEEDED',
      output: [{ v: 1, i: 0, s: 'S3://b/items.json' }],
    });
  });

  test('gives the fields of an object with their names', async () => {
    const storage = memoryStorage({ 'b/items.json': '{"x": {"y": {"one": 1, "two": [2]}}}' });
    const ItemReader = reader({ InputType: 'JSON', ItemsPointer: '/x/y' });
    expect(await read(storage, { ItemReader })).toMatchObject({
      output: [
        { Key: 'one', Value: 1 },
        { Key: 'two', Value: [2] },
      ],
    });
    const ItemSelector = '{% $states.context.Map.Item.Key & "=" & $string($states.context.Map.Item.Value) %}';
    expect(await read(storage, { ItemReader, ItemSelector })).toMatchObject({ output: ['one=1', 'two=[2]'] });
  });

  test.each<[most: Json, expected: Json]>([
    [2, [1, 2]],
    [0, [1, 2, 3]],
    ['{% 100000001 %}', [1, 2, 3]],
    ['{% $states.input.bucket = "b" ? 1 : 2 %}', [1]],
  ])('gives at most so many: %j', async (MaxItems, expected) => {
    const storage = memoryStorage({ 'b/items.json': '[1, 2, 3]' });
    const ItemReader = reader({ InputType: 'JSON', MaxItems });
    expect(await read(storage, { ItemReader })).toMatchObject({ status: 'SUCCEEDED', output: expected });
  });

  test.each<[name: string, body: string, config: Record<string, Json>, cause: string]>([
    [
      'a negative number of items',
      '[1]',
      { InputType: 'JSON', MaxItems: '{% -1 %}' },
      'field MaxItems must be positive',
    ],
    ['no list', '7', { InputType: 'JSON' }, 'Attempting to map over non-iterable node.'],
    ['an unknown type', '[1]', { InputType: '{% "XML" %}' }, 'InputType'],
    ['a broken file', '[1, 2', { InputType: 'JSON' }, 'ends too early'],
  ])('fails the Map Run: %s', async (_name, body, config, cause) => {
    const events: HistoryEvent[] = [];
    const outcome = await read(memoryStorage({ 'b/items.json': body }), { ItemReader: reader(config) }, events);
    expect(outcome).toMatchObject({ status: 'FAILED', error: 'States.ItemReaderFailed' });
    expect(outcome).toHaveProperty('cause', expect.stringContaining(cause));
    const own = events.filter(({ mapRun }) => mapRun === undefined);
    expect(own.map(({ type }) => type).slice(2)).toEqual([
      'MapStateStarted',
      'MapRunStarted',
      'MapRunFailed',
      'MapStateFailed',
      'ExecutionFailed',
    ]);
  });

  test.each(['enforced', 'off'] as const)('has items of at most 8 MB, quotas %s', async (quotas) => {
    const ItemReader = reader({ InputType: 'JSON' });
    const use = withStorage(memoryStorage({ 'b/items.json': `["${'x'.repeat(8 * 1024 * 1024)}"]` }));
    const fields = { ItemReader, ItemSelector: '{% $length($states.context.Map.Item.Value) %}' };
    const outcome = await run(mapOf(PASS, fields, true), { bucket: 'b' }, use, { quotas });
    if (quotas === 'off') expect(outcome).toEqual({ status: 'SUCCEEDED', output: [8_388_608] });
    else
      expect(outcome).toMatchObject({
        error: 'States.ItemReaderFailed',
        cause: expect.stringContaining('8388608 bytes'),
      });
  });

  test('fails with the message of the storage, and says where there is none', async () => {
    const ItemReader = reader({ InputType: 'JSON' });
    expect(await read(memoryStorage(), { ItemReader })).toMatchObject({ cause: 'NoSuchKey: b/items.json' });
    const outcome = await run(
      mapOf(PASS, { ItemReader }, true),
      { bucket: 'b' },
      ports(() => null),
    );
    expect(outcome).toMatchObject({
      error: 'States.ItemReaderFailed',
      cause: expect.stringContaining("port 'objects'"),
    });
  });

  test('can be caught and tried again', async () => {
    const storage = memoryStorage();
    const use = withStorage(storage);
    const fields = { ItemReader: reader({ InputType: 'JSON' }), Retry: [{ ErrorEquals: ['States.ItemReaderFailed'] }] };
    const outcome = run(mapOf(PASS, fields, true), { bucket: 'b' }, use);
    await use.clock.wait(500, new AbortController().signal);
    storage.objects.set('b/items.json', Buffer.from('[1]'));
    expect(await outcome).toEqual({ status: 'SUCCEEDED', output: [1] });
  });

  test('is refused by name where it asks for something that is not implemented', () => {
    const Arguments = { Bucket: 'b', Prefix: 'p', StartAfter: 'x' };
    const ItemReader = { Resource: 'arn:aws:states:::s3:listObjectsV2', Arguments };
    expect(check(mapOf(PASS, { ItemReader }, true))).toMatchObject([
      { code: 'NOT_IMPLEMENTED', location: '/States/map/ItemReader/Arguments/StartAfter' },
    ]);
  });

  test('reads no further than its children start', async () => {
    const storage = memoryStorage({ 'b/items.json': JSON.stringify(numbers(100_000)) }, 1000);
    let chunks = 0;
    let isClosed = false;
    const objects = {
      ...storage,
      get: async (bucket: string, key: string) => {
        const { size, body } = await storage.get(bucket, key);
        const counted = async function* (): AsyncGenerator<Uint8Array> {
          try {
            for await (const chunk of body) {
              chunks += 1;
              yield chunk;
            }
          } finally {
            isClosed = true;
          }
        };
        return { size, body: counted() };
      },
    };
    const use = { ...ports(() => Promise.reject(new Error('no'))), objects };
    const fields = { ItemReader: reader({ InputType: 'JSON' }), MaxConcurrency: 10 };
    expect(await run(mapOf(task(), fields, true), { bucket: 'b' }, use)).toMatchObject({ status: 'FAILED' });
    expect(chunks).toBeLessThan(3);
    // A file or a connection would stay open.
    expect(isClosed).toBe(true);
  });

  test('counts its items for a share of failures, so that it is exact', async () => {
    const storage = memoryStorage({ 'b/items.json': JSON.stringify(numbers(1000)) });
    const failing = async (failures: number) => {
      let done = 0;
      const use = {
        ...ports(({ arguments: item }) => {
          done += 1;
          if ((item as number) < failures) throw new Error('no');
          return null;
        }),
        objects: storage,
      };
      const fields = { ItemReader: reader({ InputType: 'JSON' }), ToleratedFailurePercentage: 2.5, MaxConcurrency: 5 };
      return { outcome: await run(mapOf(task(), fields, true), { bucket: 'b' }, use), done };
    };
    expect(await failing(25)).toMatchObject({ outcome: { status: 'SUCCEEDED' }, done: 1000 });
    const over = await failing(26);
    expect(over.outcome).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
    expect(over.done).toBeLessThan(40);
  });
});

describe('a distributed map over data of the state', () => {
  test('takes an object', async () => {
    const selector = { ItemSelector: '{% $states.context.Map.Item %}' };
    const outcome = await run(
      mapOf(PASS, selector, true),
      { a: 1 },
      ports(() => null),
    );
    expect(outcome).toMatchObject({ output: [{ Index: 0, Key: 'a', Value: 1, Source: 'STATE_DATA' }] });
    const items = { Items: '{% {"k": "v"} %}' };
    expect(
      await run(
        mapOf(PASS, items, true),
        {},
        ports(() => null),
      ),
    ).toMatchObject({
      output: [{ Key: 'k', Value: 'v' }],
    });
  });

  test.each([null, 7, 'text'])('does not take %j', async (input) => {
    const outcome = await run(
      mapOf(PASS, {}, true),
      input,
      ports(() => null),
    );
    expect(outcome).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
  });

  test('does not take an object inline', async () => {
    const outcome = await run(
      mapOf(PASS),
      { a: 1 },
      ports(() => null),
    );
    expect(outcome).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
  });
});
