import { describe, expect, test } from '@jest/globals';
import { flow } from '@flowmap/flow';
import type { Json } from '@flowmap/graph';
import type { ObjectStore } from '@flowmap/store';
import { linesOf } from '../../src/settle/lines.js';
import { readManifest } from '../../src/settle/manifest.js';
import { type ChildRecord, recordsOf } from '../../src/settle/records.js';
import { openWorld, type World } from '../support/world.js';

const FOLDER = 'test/r1/_map/each/0a1b';
const MANIFEST = `${FOLDER}/manifest.json`;

const program = flow({ name: 'f' }, ({ step, foreach }) => {
  const start = step('start', () => ({ list: [0, 1, 2, 3, 4] }));
  foreach('each', { items: start.out.list, tolerate: { count: 5 } }, (n, s) =>
    s.step('x', { in: { n } }, ({ in: { n: k } }) => k),
  );
});

function put(objects: ObjectStore, key: string, text: string): Promise<unknown> {
  return objects.put(key, new TextEncoder().encode(text));
}

/** Writes what the service would: a line for each child, and the manifest. */
async function write(objects: ObjectStore, files: { readonly [name: string]: readonly Json[] }): Promise<void> {
  const named: { [end: string]: { Key: string; Size: number }[] } = { FAILED: [], PENDING: [], SUCCEEDED: [] };
  for (const [name, values] of Object.entries(files)) {
    const text = values.map((value) => `${JSON.stringify(value)}\n`).join('');
    named[name.split('_')[0] ?? '']?.push({ Key: `${FOLDER}/${name}.json`, Size: text.length });
    await put(objects, `${FOLDER}/${name}.json`, text);
  }
  await put(objects, MANIFEST, JSON.stringify({ DestinationBucket: 'b', MapRunArn: 'arn', ResultFiles: named }));
}

/** A run whose list is made. */
async function begun(): Promise<World> {
  const world = await openWorld(program);
  await world.task('start');
  return world;
}

describe('the task that settles a foreach', () => {
  test('counts as failed what no child says ended well, in all files', async () => {
    const world = await begun();
    await write(world.objects, {
      SUCCEEDED_0: [{ run: 'r1', items: 2, ok: 1 }],
      SUCCEEDED_1: [{ run: 'r1', items: 2, ok: 2 }],
      FAILED_0: [{ Status: 'FAILED', Input: '{}' }],
    });
    expect(await world.task('each', '', { manifest: MANIFEST })).toEqual({ failed: 2 });
    expect(await world.metadata.facts('test/r1/_settled/each')).toBeUndefined();
  });

  test('counts everything where nothing ended well', async () => {
    const world = await begun();
    await write(world.objects, { FAILED_0: [{ Status: 'FAILED', Input: '{}' }] });
    expect(await world.task('each', '', { manifest: MANIFEST })).toEqual({ failed: 5 });
  });

  test('publishes the number where its answer is lost', async () => {
    const world = await begun();
    await write(world.objects, { SUCCEEDED_0: [{ run: 'r1', items: 5, ok: 5 }] });
    await world.task('each', '', { manifest: MANIFEST }, { answersLost: true });
    expect(await world.metadata.facts('test/r1/_settled/each')).toEqual({ failed: 0 });
  });

  test('leaves no record: the foreach has none', async () => {
    const world = await begun();
    await write(world.objects, {});
    await world.task('each', '', { manifest: MANIFEST });
    expect(await world.keys()).toEqual(['_map/each/0a1b/manifest.json', 'start']);
  });

  test.each([
    ['no manifest', async () => undefined, 'Flowmap.ResultFileMissing'],
    [
      'no file that the manifest names',
      async ({ objects }: World) => {
        await write(objects, { SUCCEEDED_0: [] });
        await objects.remove([`${FOLDER}/SUCCEEDED_0.json`]);
      },
      'Flowmap.ResultFileMissing',
    ],
    ['a manifest that is none', ({ objects }: World) => put(objects, MANIFEST, '[]'), 'Flowmap.ResultFileCorrupt'],
    [
      'a child that does not say',
      ({ objects }: World) => write(objects, { SUCCEEDED_0: [{ run: 'r1' }] }),
      'Flowmap.ResultFileCorrupt',
    ],
  ])('fails with %s', async (_, prepare, name) => {
    const world = await begun();
    await prepare(world);
    await expect(world.task('each', '', { manifest: MANIFEST })).rejects.toMatchObject({ name });
  });

  test('is refused without a key', async () => {
    const world = await begun();
    await expect(world.task('each', '', { manifest: '' })).rejects.toMatchObject({ name: 'Flowmap.BadInvocation' });
  });
});

describe('the records of a Map Run', () => {
  test('are those of children of every end, with the input of those that did not end well', async () => {
    const { objects } = await openWorld(program);
    await write(objects, {
      SUCCEEDED_0: [{ ok: 1 }, 'text'],
      FAILED_0: [{ Status: 'FAILED', Input: '{"from":3}', Error: 'E', Cause: 'c' }, { Status: 'ABORTED' }],
      PENDING_0: [{ Status: 'PENDING', Input: '{"from":4}' }],
    });
    const records: ChildRecord[] = [];
    for await (const record of recordsOf(objects, MANIFEST)) records.push(record);
    expect(records).toEqual([
      { ended: 'well', output: { ok: 1 } },
      { ended: 'well', output: 'text' },
      { ended: 'badly', input: { from: 3 }, error: 'E', cause: 'c' },
      { ended: 'badly', input: undefined },
      { ended: 'never', input: { from: 4 } },
    ]);
  });

  test('are found through the manifest', async () => {
    const { objects } = await openWorld(program);
    await write(objects, { SUCCEEDED_0: [], SUCCEEDED_1: [] });
    expect(await readManifest(objects, MANIFEST)).toEqual({
      succeeded: [`${FOLDER}/SUCCEEDED_0.json`, `${FOLDER}/SUCCEEDED_1.json`],
      failed: [],
      pending: [],
    });
  });
});

describe('lines', () => {
  const bytes = new TextEncoder().encode('one\n\nzwölf\nlast');

  test.each([1, 2, 3, 7, 100])('come out whole from chunks of %i bytes', async (size) => {
    const chunks = async function* (): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
    };
    const lines: string[] = [];
    for await (const line of linesOf(chunks())) lines.push(line);
    expect(lines).toEqual(['one', 'zwölf', 'last']);
  });
});
