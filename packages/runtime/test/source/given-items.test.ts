import { describe, expect, test } from '@jest/globals';
import { flow, s3, type Flow, type S3Object } from '@flowmap/flow';
import type { GivenItem, Json } from '@flowmap/graph';
import type { StoredOutcome } from '@flowmap/store';
import { artifactsOf } from '@flowmap/store';
import { DEPLOYMENT, openWorld, RUN, type World } from '../support/world.js';

const FILE = { bucket: 'raw', key: 'flights.csv' };

/** Rows as the service reads them: texts. */
function rows(from: number, ...delays: readonly string[]): readonly GivenItem[] {
  return delays.map((delay, at) => ({ i: from + at, v: { origin: 'CDG', delay } }));
}

function listed(i: number, key: string, etag: string): GivenItem {
  return { i, v: { Key: key, Etag: `"${etag}"`, Size: 3, LastModified: 1_700_000_000, StorageClass: 'STANDARD' } };
}

/** A body of one step, which answers with its item. */
function oneStep(tolerate?: { readonly count: number }): Flow {
  const items = s3.csv({ ...FILE, columns: { delay: 'integer' } });
  return flow({ name: 'f' }, ({ foreach }) =>
    foreach('each', { items, ...(tolerate && { tolerate }) }, (row, s) =>
      s.step('x', { in: { delay: row.delay } }, ({ in: { delay } }) => delay),
    ),
  );
}

function range(world: World, items: readonly GivenItem[], e = '"v1"'): Promise<unknown> {
  const from = items[0]?.i ?? 0;
  return world.task('each/x', '', { from, to: from + items.length, given: { items, e } });
}

async function pack(world: World, range: string): Promise<readonly StoredOutcome[]> {
  const prefix = `${DEPLOYMENT}/${RUN}`;
  return (await artifactsOf(world.objects, prefix).pack(`${prefix}/each/x/${range}`)) ?? [];
}

test('a batch runs the items that came with its invocation, made what the columns say', async () => {
  const world = await openWorld(oneStep());
  expect(await range(world, rows(100, '12', '-3'))).toEqual({ failed: 0 });
  expect(await pack(world, '100-101')).toMatchObject([
    { ok: true, value: { text: '12' } },
    { ok: true, value: { text: '-3' } },
  ]);
  expect(await world.keys()).toContain('_items/each/100-101.seal');
});

test('a row that does not fit fails by itself, with its number and column', async () => {
  const world = await openWorld(oneStep({ count: 3 }));
  expect(await range(world, rows(7, '1', 'late', '', '1.5'))).toEqual({ failed: 3 });
  expect(await pack(world, '7-10')).toMatchObject([
    { ok: true },
    mismatch('item 8 of each has "late" in the column delay, which is no integer'),
    mismatch('item 9 of each has "" in the column delay, which is no integer'),
    mismatch('item 10 of each has "1.5" in the column delay, which is no integer'),
  ]);
});

function mismatch(message: string): object {
  return { ok: false, error: { name: 'Flowmap.ItemMismatch', message } };
}

test('a header that does not fit names what there is', async () => {
  const world = await openWorld(oneStep());
  await expect(range(world, [{ i: 0, v: { Delay: '1', Origin: 'CDG' } }])).rejects.toMatchObject({
    message: 'item 0 of each has no column delay: the file has Delay, Origin',
  });
});

test('the same items again are the same; others are noticed with the first that differs, and what was stored stays', async () => {
  const world = await openWorld(oneStep({ count: 1 }));
  await range(world, rows(0, '1', '2'));
  await world.objects.remove([`${DEPLOYMENT}/${RUN}/each/x/0-1`]);
  expect(await range(world, rows(0, '1', '2'))).toEqual({ failed: 0 });
  await world.objects.remove([`${DEPLOYMENT}/${RUN}/each/x/0-1`]);
  await expect(range(world, rows(0, '1', '2'), '"v2"')).rejects.toMatchObject({
    name: 'Flowmap.SourceChanged',
    message:
      'item 0 of each was part 0 of a file with ETag "v1" when it was first read, and is part 0 of a file with ETag "v2" now',
  });
});

describe('a list of objects', () => {
  const built = (seen: unknown[]): Flow =>
    flow({ name: 'f' }, ({ foreach }) =>
      foreach('each', { items: s3.list({ bucket: 'raw' }) }, (file, s) => {
        const x = s.step('x', { in: { file } }, ({ in: given }) => {
          seen.push(given.file);
          return given.file.key;
        });
        return s.step('y', { in: { x: x.out, size: file.size } }, ({ in: given }) => `${given.x} ${given.size}`);
      }),
    );

  async function give(world: World, place: string, items: readonly GivenItem[]): Promise<void> {
    const body = new TextEncoder().encode(JSON.stringify({ items } satisfies Json));
    await world.objects.put(`${DEPLOYMENT}/${RUN}/_items/each/${place}.given`, body);
  }

  test('gives what the bucket says of each, to every step of the body', async () => {
    const seen: S3Object[] = [];
    const world = await openWorld(built(seen));
    await give(world, '17', [listed(17, 'a/b.csv', 'abc')]);
    await world.task('each/x', '17');
    await world.task('each/y', '17');
    expect(seen).toEqual([
      { key: 'a/b.csv', etag: 'abc', size: 3, lastModified: new Date(1_700_000_000_000), storageClass: 'STANDARD' },
    ]);
  });

  test('that has changed when a later attempt reads it is noticed by key and ETag', async () => {
    const world = await openWorld(built([]));
    await give(world, '3', [listed(3, 'a', 'e1')]);
    await world.task('each/x', '3');
    await give(world, '3', [listed(3, 'b', 'e2')]);
    await expect(world.task('each/y', '3')).rejects.toMatchObject({
      name: 'Flowmap.SourceChanged',
      message: 'item 3 of each was a with ETag "e1" when it was first read, and is b with ETag "e2" now',
    });
  });

  test('that was not handed over is missing by name', async () => {
    const world = await openWorld(built([]));
    await expect(world.task('each/x', '5')).rejects.toMatchObject({
      name: 'Flowmap.ItemMissing',
      message: 'the items 5 of each were not handed over',
    });
  });
});
