import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { compile, type Target } from '@flowmap/asl';
import { lambda } from '@flowmap/compute-lambda';
import type { HistoryEvent } from '@flowmap/engine';
import type { Flow } from '@flowmap/flow';
import { distributed } from '@flowmap/map-distributed';
import { inline } from '@flowmap/map-inline';
import { dynamodbRunStates } from '@flowmap/metadata-dynamodb/states';
import { fsObjects } from '@flowmap/store/fs';
import { openMetadata } from '../src/dynamodb/local-metadata.js';
import type { RunEvent } from '../src/progress/run-event.js';
import { runLocal, type LocalOutcome, type LocalRun } from '../src/run-local.js';

jest.setTimeout(60_000);

const bundle = new URL('./flows/sums.mjs', import.meta.url);
const target: Target = {
  deployment: 'sums',
  machine: 'sums',
  partition: 'aws',
  region: 'us-east-1',
  account: '123456789012',
  table: 'flowmap',
  bucket: 'bucket',
  code: 'abc',
};

let root: string;
let flow: Flow;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'flowmap-'));
  flow = ((await import(bundle.href)) as { default: Flow }).default;
});
afterAll(() => rm(root, { recursive: true, force: true }));

const start = (more: Partial<LocalRun> = {}, fallback = inline()): Promise<LocalOutcome> => {
  const { graph, strategies } = flow;
  const compute = lambda();
  const { definition } = compile(graph, {
    strategies,
    fallback,
    computes: { default: compute },
    run: dynamodbRunStates(),
    target,
  });
  return runLocal({
    graph,
    definition: definition!,
    computes: [compute],
    target,
    bundle,
    params: {},
    root,
    workers: 1,
    ...more,
  });
};

const statusOf = async (run: string) => {
  const metadata = await openMetadata(root, target.table, Date.now);
  try {
    return await metadata.store.run('sums', run);
  } finally {
    await metadata.close();
  }
};

describe('runLocal', () => {
  it('runs a compiled flow and keeps its result, its history and its record', async () => {
    const events: RunEvent[] = [];
    const ended = await start({
      run: 'one',
      params: { items: 4 },
      onEvent: (event) => events.push(event),
      globals: { 'test/key': 'global' },
    });
    expect(ended.outcome.status).toBe('SUCCEEDED');
    expect(await ended.result()).toEqual({ sum: 14, squares: 4 });
    await ended.close();

    const tasks = events.flatMap((event) =>
      event.type === 'task' ? [`${event.task.step} ${event.task.i}`.trim()] : [],
    );
    expect(tasks.sort()).toEqual(['each/square 0', 'each/square 1', 'each/square 2', 'each/square 3', 'list', 'sum']);
    const lines = events.flatMap((event) => (event.type === 'log' ? [event.line] : []));
    expect(lines.map(({ message }) => message)).toEqual(['making 4', 'printed global', 'in parts']);
    expect(lines.every(({ address, attempt }) => address === 'sums/one/list' && attempt === 1)).toBe(true);
    expect(events[0]).toMatchObject({ type: 'run', run: 'one', deployment: 'sums' });
    expect(events.at(-1)).toMatchObject({ type: 'end', status: 'SUCCEEDED' });

    const history = (await readFile(join(root, 'runs/sums/one/history.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as HistoryEvent);
    expect(history.map(({ id }) => id)).toEqual(history.map((_, i) => i + 1));
    expect(history.at(-1)?.type).toBe('ExecutionSucceeded');
    expect(await statusOf('one')).toMatchObject({
      status: 'SUCCEEDED',
      params: { items: 4, fail: false },
      code: 'abc',
    });
  });

  it('gives the same through a distributed map', async () => {
    const ended = await start({ params: { items: 7 } }, distributed({ batch: 3 }));
    expect(await ended.result()).toEqual({ sum: 91, squares: 7 });
    await ended.close();
  });

  it.each(['manifest', 'first-file'] as const)('goes on by the %s of what the children left', async (results) => {
    const ended = await start({ run: results, params: { items: 7 } }, distributed({ batch: 3, results }));
    expect(await ended.result()).toEqual({ sum: 91, squares: 7 });
    await ended.close();
    const keys: string[] = [];
    for await (const { key } of fsObjects(join(root, 'objects')).list(`sums/${results}/_map/`)) keys.push(key);
    expect(keys.map((key) => key.replace(/[0-9a-f-]{36}/, 'ID'))).toEqual(
      ['SUCCEEDED_0', 'manifest'].map((name) => `sums/${results}/_map/each/ID/${name}.json`),
    );
  });

  it('tells which task failed the run', async () => {
    const ended = await start({ run: 'bad', params: { fail: true } });
    expect(ended.outcome).toMatchObject({ status: 'FAILED', error: 'RangeError' });
    expect(ended.failure).toMatchObject({
      task: 'each/square/3',
      attempt: 1,
      error: { name: 'RangeError', message: 'three' },
    });
    await ended.close();
    expect(await statusOf('bad')).toMatchObject({ status: 'FAILED' });
  });

  it('refuses a run id that cannot be, and one that was used', async () => {
    await expect(start({ run: 'a b' })).rejects.toMatchObject({ code: 'RUN_ID_ILLEGAL' });
    await expect(start({ run: 'bad' })).rejects.toMatchObject({ code: 'RUN_ID_USED' });
  });

  it('lets the machine refuse parameters that do not fit', async () => {
    const ended = await start({ params: { items: 'many' } });
    expect(ended.outcome).toMatchObject({
      status: 'FAILED',
      cause: expect.stringContaining('items: not an integer'),
    });
    await ended.close();
  });

  it('ends when it is told to', async () => {
    const abort = new AbortController();
    const ended = await start({
      run: 'cut',
      signal: abort.signal,
      onEvent: ({ type }) => type === 'answer' && abort.abort(),
    });
    expect(ended.outcome.status).toBe('ABORTED');
    await ended.close();
    expect(await statusOf('cut')).toMatchObject({ status: 'ABORTED' });
  });

  it('names a folder that cannot be one', async () => {
    const file = join(root, 'file');
    await writeFile(file, '');
    await expect(start({ root: file })).rejects.toMatchObject({
      code: 'FOLDER_NOT_WRITABLE',
      message: expect.stringContaining(file),
    });
  });
});
