import { describe, expect, test } from '@jest/globals';
import type { Json } from '@flowmap/asl/language';
import { check, type HistoryEvent, run, simulatedClock, type TaskRequest } from '../src/index.js';
import { mapOf, numbers, task } from './machines.js';
import { ports } from './ports.js';
import { type MemoryStorage, memoryStorage } from './readers/storage.js';

const TARGET = { Resource: 'arn:aws:states:::s3:putObject', Arguments: { Bucket: '{% "b" %}', Prefix: 'p' } };

interface Settings {
  readonly fields?: Record<string, Json>;
  readonly items?: Json;
  readonly storage?: MemoryStorage;
  readonly work?: (request: TaskRequest) => Json | Promise<Json>;
  readonly signal?: AbortSignal;
}

async function write(writer: Json, { fields, items, storage = memoryStorage(), work, signal }: Settings = {}) {
  const events: HistoryEvent[] = [];
  const use = { ...ports(work ?? (({ arguments: item }) => item), events), objects: storage };
  const definition = mapOf(task(), { Label: 'L', ResultWriter: writer, ...fields }, true);
  const outcome = await run(definition, items ?? [1, [2]], use, { machine: 'm', ...(signal ? { signal } : {}) });
  const file = (name: string): Json => {
    const key = [...storage.objects.keys()].find((one) => one.endsWith(`/${name}.json`)) ?? '';
    return JSON.parse(storage.text('b', key.slice(2))) as Json;
  };
  return { outcome, events, storage, file };
}

/** Fails for numbers from `first` on. */
function failingFrom(first: number) {
  return ({ arguments: item }: TaskRequest): Json => {
    if ((item as number) >= first) throw new Error('no');
    return item;
  };
}

describe('a result writer', () => {
  test('writes the results, and the state’s result tells where', async () => {
    const { outcome, file } = await write(TARGET);
    const arn = 'arn:aws:states:us-east-1:123456789012:mapRun:m/L:id-2';
    expect(outcome).toEqual({
      status: 'SUCCEEDED',
      output: { MapRunArn: arn, ResultWriterDetails: { Bucket: 'b', Key: 'p/id-2/manifest.json' } },
    });
    expect(file('manifest')).toMatchObject({
      MapRunArn: arn,
      ResultFiles: { SUCCEEDED: [{ Key: 'p/id-2/SUCCEEDED_0.json' }] },
    });
    const records = file('SUCCEEDED_0') as readonly { readonly Output: string }[];
    expect(records.map(({ Output }) => Output).sort()).toEqual(['1', '[2]']);
  });

  test('writes more than a state could take', async () => {
    const { outcome, file } = await write(
      { ...TARGET, WriterConfig: { Transformation: 'COMPACT', OutputType: 'JSON' } },
      { items: numbers(10), work: () => 'x'.repeat(100_000) },
    );
    expect(outcome.status).toBe('SUCCEEDED');
    expect(file('SUCCEEDED_0')).toHaveLength(10);
  });

  test('writes what failed within the tolerance', async () => {
    const settings = { fields: { ToleratedFailureCount: 1 }, items: [0, 1, 2], work: failingFrom(2) };
    const { outcome, file } = await write(TARGET, settings);
    expect(outcome.status).toBe('SUCCEEDED');
    expect(file('SUCCEEDED_0')).toHaveLength(2);
    expect(file('FAILED_0')).toMatchObject([{ Error: 'Error', Cause: 'no', Status: 'FAILED', Input: '2' }]);
  });

  test('writes all there is when the Map Run fails: what ended, was stopped, and never started', async () => {
    const storage = memoryStorage();
    const { outcome, file } = await write(TARGET, {
      items: numbers(10),
      fields: { MaxConcurrency: 2 },
      storage,
      work: async ({ arguments: item, signal }) => {
        if (item === 1)
          await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stop'))));
        return failingFrom(2)({ arguments: item } as TaskRequest);
      },
    });
    expect(outcome).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
    expect(file('SUCCEEDED_0')).toMatchObject([{ Input: '0' }]);
    expect(file('FAILED_0')).toMatchObject([
      { Input: '2', Status: 'FAILED' },
      { Input: '1', Status: 'ABORTED' },
    ]);
    const pending = file('PENDING_0') as readonly { readonly Input: string }[];
    expect(pending.map(({ Input }) => Number(Input))).toEqual([3, 4, 5, 6, 7, 8, 9]);
    expect(file('manifest')).toMatchObject({ ResultFiles: { PENDING: [{ Size: expect.any(Number) }] } });
  });

  test('loses no item that was being read when the Map Run failed', async () => {
    const clock = simulatedClock(0);
    const storage = memoryStorage({ 'b/items': '[1,2,3,4,5]' }, 4);
    const get = async (bucket: string, key: string) => {
      const { size, body } = await storage.get(bucket, key);
      const slow = async function* (): AsyncGenerator<Uint8Array> {
        for await (const chunk of body) {
          await clock.wait(100, new AbortController().signal);
          yield chunk;
        }
      };
      return { size, body: slow() };
    };
    const ItemReader = {
      Resource: 'arn:aws:states:::s3:getObject',
      ReaderConfig: { InputType: 'JSON' },
      Arguments: { Bucket: '{% "b" %}', Key: 'items' },
    };
    const { outcome, file } = await write(TARGET, {
      storage: { ...storage, get },
      fields: { ItemReader },
      work: async ({ signal }) => {
        await clock.wait(150, signal);
        throw new Error('no');
      },
    });
    expect(outcome.status).toBe('FAILED');
    const inputs = [file('FAILED_0'), file('PENDING_0')].flatMap((records) =>
      (records as readonly { readonly Input: string }[]).map(({ Input }) => Number(Input)),
    );
    expect(inputs.toSorted()).toEqual([1, 2, 3, 4, 5]);
  });

  test('writes all there is when the execution is stopped', async () => {
    const controller = new AbortController();
    const { outcome, file } = await write(TARGET, {
      items: numbers(4),
      fields: { MaxConcurrency: 1 },
      signal: controller.signal,
      work: ({ arguments: item, signal }) => {
        if (item !== 1) return item;
        controller.abort();
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stop'))));
      },
    });
    expect(outcome.status).toBe('ABORTED');
    expect(file('SUCCEEDED_0')).toHaveLength(1);
    expect(file('FAILED_0')).toMatchObject([{ Input: '1', Status: 'ABORTED' }]);
    expect(file('PENDING_0')).toHaveLength(2);
  });

  test('fails the map before any child runs where the bucket takes nothing', async () => {
    const storage = { ...memoryStorage(), put: () => Promise.reject(new Error('AccessDenied')) };
    const { outcome, events } = await write(TARGET, { storage });
    expect(outcome).toEqual({
      status: 'FAILED',
      error: 'States.ResultWriterFailed',
      cause: 'Failed to write a test manifest into the specified output bucket. AccessDenied',
    });
    expect(events.map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'MapStateEntered',
      'MapStateStarted',
      'MapRunStarted',
      'MapRunFailed',
      'MapStateFailed',
      'ExecutionFailed',
    ]);
  });

  test.each<[writer: Json, cause: string]>([
    [{ ...TARGET, Arguments: { Bucket: 7 } }, 'Bucket and Prefix must be strings'],
    [{ ...TARGET, Arguments: {} }, 'Bucket and Prefix must be strings'],
  ])('needs a bucket: %j', async (writer, cause) => {
    const { outcome } = await write(writer);
    expect(outcome).toMatchObject({ error: 'States.ResultWriterFailed', cause: expect.stringContaining(cause) });
  });

  test('is refused by name where it asks for something that is not implemented', () => {
    const ResultWriter = { ...TARGET, Arguments: { Bucket: 'b', ACL: 'private' } };
    expect(check(mapOf(task(), { ResultWriter }, true))).toMatchObject([
      { code: 'NOT_IMPLEMENTED', location: '/States/map/ResultWriter/Arguments/ACL' },
    ]);
  });

  test('says where there is no storage', async () => {
    const outcome = await run(
      mapOf(task(), { ResultWriter: TARGET }, true),
      [1],
      ports(() => null),
    );
    expect(outcome).toMatchObject({
      error: 'States.ResultWriterFailed',
      cause: expect.stringContaining("port 'objects'"),
    });
  });
});

describe('a writer that only shapes the state’s result', () => {
  const shaped = async (Transformation: string, OutputType: string) =>
    (
      await write(
        { WriterConfig: { Transformation, OutputType } },
        {
          items: [0, 1, 2],
          fields: { ToleratedFailureCount: 1 },
          work: ({ arguments: item }) => [failingFrom(2)({ arguments: item } as TaskRequest)],
        },
      )
    ).outcome;

  test('gives outputs in item order, and failures whole', async () => {
    expect(await shaped('COMPACT', 'JSON')).toMatchObject({ output: [[0], [1], { Status: 'FAILED', Input: '2' }] });
    expect(await shaped('FLATTEN', 'JSON')).toMatchObject({ output: [0, 1, { Status: 'FAILED' }] });
    expect(await shaped('NONE', 'JSON')).toMatchObject({
      output: [
        { Status: 'SUCCEEDED', Input: '0', Output: '[0]' },
        { Status: 'SUCCEEDED', Input: '1', Output: '[1]' },
        { Status: 'FAILED' },
      ],
    });
  });

  test('gives a text of lines', async () => {
    const outcome = await shaped('FLATTEN', 'JSONL');
    expect(outcome).toHaveProperty('output', expect.stringMatching(/^0\n1\n\{.*\}\n$/));
  });

  test('is bound to the size of a payload', async () => {
    const writer = { WriterConfig: { Transformation: 'NONE', OutputType: 'JSON' } };
    const { outcome } = await write(writer, { items: numbers(4), work: () => 'x'.repeat(80_000) });
    expect(outcome).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });
});
