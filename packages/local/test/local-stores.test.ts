import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { compile, type Target } from '@flowmap/asl';
import { runsOf } from '@flowmap/client';
import { lambda } from '@flowmap/compute-lambda';
import type { Flow } from '@flowmap/flow';
import { inline } from '@flowmap/map-inline';
import { dynamodbRunStates } from '@flowmap/metadata-dynamodb/states';
import { localStores, runLocal, type LocalStores } from '@flowmap/local';

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

/** What the flow says of itself, had it been written in TypeScript. */
type Sums = Flow<
  { items: number; fail: boolean },
  { sum: number; squares: number },
  { readonly list: number[]; readonly 'each/square': number; readonly sum: { sum: number; squares: number } }
>;

let root: string;
let stores: LocalStores;
const runs = () => runsOf<Sums>('sums', stores);

async function run(id: string, params: { readonly items?: number; readonly fail?: boolean }): Promise<void> {
  const { graph, strategies } = ((await import(bundle.href)) as { default: Flow }).default;
  const compute = lambda();
  const states = { fallback: inline(), computes: { default: compute }, run: dynamodbRunStates() };
  const { definition } = compile(graph, { strategies, target, ...states });
  if (!definition) throw new Error('the flow cannot be compiled');
  const ended = await runLocal({
    graph,
    definition,
    computes: [compute],
    target,
    bundle,
    params,
    root,
    run: id,
    workers: 1,
  });
  await ended.close();
}

async function messages(lines: AsyncIterable<{ readonly message: string }> | undefined): Promise<string[]> {
  const all: string[] = [];
  for await (const { message } of lines ?? []) all.push(message);
  return all;
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'flowmap-'));
  await run('good', { items: 3 });
  await run('bad', { fail: true });
  stores = await localStores({ root });
});
afterAll(async () => {
  await stores.close();
  await rm(root, { recursive: true, force: true });
});

describe('localStores', () => {
  it('lets a client read how runs of this machine stand, and what they left, without the code', async () => {
    const good = await runs().get('good');
    expect(good).toMatchObject({ status: 'SUCCEEDED', stopped: expect.any(Date), params: { items: 3 } });
    expect(await good?.failure()).toBeUndefined();
    expect(await good?.result()).toEqual({ sum: 5, squares: 3 });
    expect(await good?.step('list').output()).toEqual([0, 1, 2]);
    expect(await good?.step('each/square').output('2')).toBe(4);
  });

  it('tells why one failed, and which is the latest', async () => {
    const bad = await runs().latest();
    expect(bad).toMatchObject({ id: 'bad', status: 'FAILED' });
    expect(await bad?.failure()).toMatchObject({ error: 'RangeError', cause: expect.stringContaining('three') });
    await expect(bad?.step('each/square').output('3')).rejects.toMatchObject({ code: 'RESULT_MISSING' });
  });

  it('has what tasks logged', async () => {
    const good = await runs().get('good');
    const all = ['making 3', 'printed undefined', 'in parts'];
    expect(await messages(good?.logs())).toEqual(all);
    expect(await messages(good?.step('list').logs())).toEqual(all);
    expect(await messages(good?.step('each/square').logs())).toEqual([]);
    expect(await messages(good?.logs({ since: new Date(Date.now() + 60_000) }))).toEqual([]);
    for await (const line of good?.logs() ?? []) {
      expect(line).toEqual({
        time: expect.stringMatching(/^\d{4}-.*Z$/),
        address: 'sums/good/list',
        attempt: 1,
        message: expect.any(String),
      });
    }
    // The process was killed while it wrote.
    await appendFile(join(root, 'runs/sums/good/logs.jsonl'), '{"time":"2026-');
    expect(await messages(good?.logs())).toEqual(all);
    expect(await messages(stores.logs.lines('sums', 'never'))).toEqual([]);
  });
});
