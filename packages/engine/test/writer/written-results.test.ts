import { describe, expect, test } from '@jest/globals';
import type { Json } from '@flowmap/asl/language';
import type { Outcome } from '../../src/index.js';
import type { Child } from '../../src/writer/child-record.js';
import type { WriterConfig } from '../../src/writer/writer-config.js';
import { WrittenResults } from '../../src/writer/written-results.js';
import { type MemoryStorage, memoryStorage, withUploads } from '../readers/storage.js';

const MAP_RUN = 'arn:aws:states:us-east-1:123456789012:mapRun:m/L:u-1';
const MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine:m/L';

function child(outcome: Outcome, n = 1, type: Child['type'] = 'STANDARD'): Child {
  const arn = `arn:aws:states:us-east-1:123456789012:execution:m/L:c-${n}`;
  return { type, machineArn: MACHINE, input: { n }, run: { arn, started: 0, stopped: 1500, redrives: 0, outcome } };
}

function succeeded(output: Json, n = 1): Child {
  return child({ status: 'SUCCEEDED', output }, n);
}

function writer(storage: MemoryStorage, config: Partial<WriterConfig> = {}, prefix = 'p', largest?: number) {
  const target = {
    bucket: 'b',
    prefix,
    mapRunArn: MAP_RUN,
    config: { transformation: 'NONE', outputType: 'JSON', ...config } as const,
  };
  return new WrittenResults(storage, target, largest);
}

async function write(storage: MemoryStorage, children: readonly Child[], results = writer(storage)): Promise<void> {
  await results.begin();
  for (const [i, one] of children.entries())
    await (one.run === undefined ? results.addPending(one) : results.add(i, one));
  await results.end();
}

function json(storage: MemoryStorage, key: string): Json {
  return JSON.parse(storage.text('b', `p/u-1/${key}`)) as Json;
}

describe.each([
  ['whole', memoryStorage],
  ['piece by piece', () => withUploads(memoryStorage())],
])('results that are written %s', (_name, make) => {
  test('stand in a file for each way to end, and the manifest names them', async () => {
    const storage = make();
    await write(storage, [
      succeeded('one'),
      child({ status: 'FAILED', error: 'E', cause: 'because' }, 2),
      child({ status: 'ABORTED' }, 3),
      { type: 'STANDARD', machineArn: MACHINE, input: { n: 4 }, run: undefined },
    ]);
    const common = {
      InputDetails: { Included: true },
      OutputDetails: { Included: true },
      RedriveCount: 0,
      StartDate: '1970-01-01T00:00:00.000Z',
      StateMachineArn: MACHINE,
      StopDate: '1970-01-01T00:00:01.500Z',
    };
    const named = (n: number) => ({
      ExecutionArn: `arn:aws:states:us-east-1:123456789012:execution:m/L:c-${n}`,
      Name: `c-${n}`,
      Input: `{"n":${n}}`,
    });
    expect(json(storage, 'SUCCEEDED_0.json')).toEqual([
      {
        ...common,
        ...named(1),
        Output: '"one"',
        RedriveStatus: 'NOT_REDRIVABLE',
        RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
        Status: 'SUCCEEDED',
      },
    ]);
    expect(json(storage, 'FAILED_0.json')).toEqual([
      { ...common, ...named(2), Error: 'E', Cause: 'because', RedriveStatus: 'REDRIVABLE', Status: 'FAILED' },
      { ...common, ...named(3), RedriveStatus: 'REDRIVABLE', Status: 'ABORTED' },
    ]);
    expect(json(storage, 'PENDING_0.json')).toEqual([
      { Input: '{"n":4}', InputDetails: { Included: true }, StateMachineArn: MACHINE, Status: 'PENDING' },
    ]);
    const file = (key: string): Json => ({
      Key: `p/u-1/${key}`,
      Size: storage.objects.get(`b/p/u-1/${key}`)?.length ?? -1,
    });
    expect(json(storage, 'manifest.json')).toEqual({
      DestinationBucket: 'b',
      MapRunArn: MAP_RUN,
      ResultFiles: {
        FAILED: [file('FAILED_0.json')],
        PENDING: [file('PENDING_0.json')],
        SUCCEEDED: [file('SUCCEEDED_0.json')],
      },
    });
  });

  test('have no file where there is nothing', async () => {
    const storage = make();
    await write(storage, []);
    expect([...storage.objects.keys()]).toEqual(['b/p/u-1/manifest.json']);
    expect(json(storage, 'manifest.json')).toMatchObject({ ResultFiles: { FAILED: [], PENDING: [], SUCCEEDED: [] } });
  });

  test('go into several files where one would be too large', async () => {
    const storage = make();
    const config = { transformation: 'COMPACT' } as const;
    await write(
      storage,
      ['aaaa', 'bbbb', 'cccc', 'dd'].map((text) => succeeded(text)),
      writer(storage, config, 'p', 16),
    );
    expect(json(storage, 'SUCCEEDED_0.json')).toEqual(['aaaa', 'bbbb']);
    expect(json(storage, 'SUCCEEDED_1.json')).toEqual(['cccc', 'dd']);
    const sizes = [0, 1].map((i) => storage.objects.get(`b/p/u-1/SUCCEEDED_${i}.json`)?.length);
    expect(json(storage, 'manifest.json')).toMatchObject({
      ResultFiles: { SUCCEEDED: [{ Size: sizes[0] }, { Size: sizes[1] }] },
    });
    expect(Math.max(...sizes.map(Number))).toBeLessThanOrEqual(16);
  });

  test('are many, in the order in which the children ended', async () => {
    const storage = make();
    const outputs = Array.from({ length: 3000 }, (_, i) => ({ i, text: 'é'.repeat(500) }));
    await write(
      storage,
      outputs.map((output) => succeeded(output)),
      writer(storage, { transformation: 'COMPACT' }),
    );
    expect(json(storage, 'SUCCEEDED_0.json')).toEqual(outputs);
  });
});

test('large results leave in parts while they come', async () => {
  const storage = withUploads(memoryStorage());
  const parts: number[] = [];
  const upload = async () => ({
    write: async (part: Uint8Array) => void parts.push(part.length),
    complete: async () => undefined,
    abort: async () => undefined,
  });
  const results = writer({ ...storage, upload }, { transformation: 'COMPACT' });
  await results.begin();
  for (let i = 0; i < 40; i += 1) await results.add(i, succeeded('x'.repeat(100_000)));
  expect(parts.length).toBe(3);
  await results.end();
  expect(parts.length).toBe(4);
  expect(parts.reduce((sum, length) => sum + length)).toBe(40 * 100_003 + 1);
});

describe('a transformation', () => {
  const failure = child({ status: 'TIMED_OUT', error: 'States.Timeout' }, 2, 'EXPRESS');
  const children = [succeeded([1, [2]]), failure, succeeded({ a: 3 }), succeeded([])];

  test.each<[WriterConfig['transformation'], WriterConfig['outputType'], string]>([
    ['COMPACT', 'JSON', '[[1,[2]],{"a":3},[]]'],
    ['COMPACT', 'JSONL', '[1,[2]]\n{"a":3}\n[]\n'],
    ['FLATTEN', 'JSON', '[1,[2],{"a":3}]'],
    ['FLATTEN', 'JSONL', '1\n[2]\n{"a":3}\n'],
  ])('%s to %s writes outputs alone, and failures whole', async (transformation, outputType, expected) => {
    const storage = memoryStorage();
    await write(storage, children, writer(storage, { transformation, outputType }));
    expect(storage.text('b', 'p/u-1/SUCCEEDED_0.json')).toBe(expected);
    const failed = JSON.parse(storage.text('b', 'p/u-1/FAILED_0.json').replace(/^\[|\]$/g, '')) as Json;
    expect(failed).toMatchObject({
      Error: 'States.Timeout',
      Status: 'TIMED_OUT',
      Input: '{"n":2}',
      RedriveStatus: 'REDRIVABLE_BY_MAP_RUN',
    });
  });
});

describe('a bucket that takes nothing', () => {
  test('fails before anything runs', async () => {
    const storage = { ...memoryStorage(), put: () => Promise.reject(new Error('AccessDenied')) };
    await expect(writer(storage).begin()).rejects.toThrow(
      'Failed to write a test manifest into the specified output bucket. AccessDenied',
    );
  });

  test('when it is full leaves no half of a file behind', async () => {
    const storage = withUploads(memoryStorage());
    const upload = async (bucket: string, key: string) => ({
      ...(await storage.upload?.(bucket, key)),
      write: () => Promise.reject(new Error('full')),
      complete: async () => undefined,
      abort: async () => void storage.calls.push(`abort ${key}`),
    });
    const results = writer({ ...storage, upload });
    await results.begin();
    await results.add(0, succeeded(1));
    await expect(results.end()).rejects.toThrow('full');
    expect(storage.calls).toContain('abort p/u-1/SUCCEEDED_0.json');
  });
});

test('the prefix is in front of the id of the Map Run, or nothing is', async () => {
  for (const [prefix, expected] of [
    ['jobs/x', 'jobs/x/u-1/manifest.json'],
    ['', 'u-1/manifest.json'],
  ] as const) {
    const storage = memoryStorage();
    const results = writer(storage, {}, prefix);
    await results.begin();
    expect([...storage.objects.keys()]).toEqual([`b/${expected}`]);
    expect(results.result()).toEqual({ MapRunArn: MAP_RUN, ResultWriterDetails: { Bucket: 'b', Key: expected } });
  }
});
