import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it, jest } from '@jest/globals';
import { artifactsOf, type ListSource, type ObjectStore, type StoredList } from '@flowmap/store';
import { memoryObjects } from '@flowmap/store/memory';
import fc from 'fast-check';
import { all, counting } from './counting.js';

// Hundreds of cases each, on a machine that may be busy.
jest.setTimeout(30_000);

/** Stores a list on its own, whatever its size, and opens it anew. */
async function stored(
  objects: ObjectStore,
  items: readonly unknown[],
  hold?: number,
): Promise<{ readonly list: StoredList; open(): Promise<ListSource<unknown>> }> {
  const artifacts = artifactsOf(objects, 'flights/r1', { small: 0, ...(hold === undefined ? {} : { hold }) });
  const value = await artifacts.store(items, { name: 'out', lists: [[]] });
  return { list: value.lists![0]!, open: () => artifacts.list(value, [], 'out') };
}

describe('a stored list', () => {
  it('gives an item, or a range, with two reads', async () => {
    const { store, gets } = counting(memoryObjects());
    const items = Array.from({ length: 20_000 }, (_, i) => `item ${i} ${'é'.repeat(i % 90)}`);
    const { list, open } = await stored(store, items);
    for (const [from, to] of [
      [0, 1],
      [7_777, 7_778],
      [500, 600],
      [19_990, 20_000],
    ] as const) {
      gets.length = 0;
      expect(await all((await open()).range(from, to))).toEqual(items.slice(from, to));
      expect(gets).toHaveLength(2);
      expect(gets.every(([key, range]) => key === list.key && range![1] - range![0] < 70_000)).toBe(true);
    }
  });

  it('reads ahead, so that the ranges that follow take no more reads', async () => {
    const { store, gets } = counting(memoryObjects());
    const items = Array.from({ length: 10_000 }, (_, i) => ({ i }));
    const source = await (await stored(store, items)).open();
    for (let from = 0; from < 1000; from += 10) await all(source.range(from, from + 10));
    expect(gets).toHaveLength(2);
    gets.length = 0;
    const all16 = Array.from({ length: 16 }, (_, i) => all(source.range(5000 + i, 5001 + i)));
    expect((await Promise.all(all16)).flat()).toEqual(items.slice(5000, 5016));
    expect(gets).toHaveLength(2);
  });

  it('holds a few megabytes of a long range', async () => {
    const { store, gets } = counting(memoryObjects());
    const items = Array.from({ length: 10 }, (_, i) => String(i).repeat(1_500_000));
    const source = await (await stored(store, items)).open();
    let at = 0;
    for await (const item of source.range(0, 10)) {
      expect(item === items[at]).toBe(true);
      at += 1;
    }
    expect(at).toBe(10);
    const sizes = gets.map(([, range]) => range![1] - range![0] + 1);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(4 * 1024 * 1024);
    expect(sizes.length).toBeLessThan(10);
  });

  it('may have items of any size, and none', async () => {
    const objects = memoryObjects();
    const items = ['', 'x'.repeat(6_000_000), undefined, 'y'.repeat(300_000), new Map(), 'z'];
    expect(await all((await (await stored(objects, items)).open()).range(0, 6))).toEqual(items);
    const empty = await (await stored(objects, [])).open();
    expect([empty.count, await all(empty.range(0, 10))]).toEqual([0, []]);
  });

  it('gives of a range what there is', async () => {
    const source = await (await stored(memoryObjects(), [1, 2, 3])).open();
    const range = (from: number, to: number): Promise<unknown[]> => all(source.range(from, to));
    expect(await range(1, 100)).toEqual([2, 3]);
    expect(await range(-5, 1)).toEqual([1]);
    expect([await range(3, 5), await range(2, 2), await range(2, 1)]).toEqual([[], [], []]);
  });

  it('is readable as lines, and by the index behind them', async () => {
    const objects = memoryObjects();
    const { list } = await stored(objects, [{ a: 1 }, 'zwölf', 2n]);
    const body = Buffer.from((await objects.get(list.key))!);
    expect(body.toString('utf8', 0, list.bytes)).toBe('{"a":1}\n"zwölf"\n!1[["BigInt","2"]]\n');
    const ends = [0, 1, 2].map((at) => Number(body.readBigUInt64LE(list.bytes + 8 * at)));
    expect(ends).toEqual([8, 17, list.bytes]);
    expect(body.length).toBe(list.bytes + 24);
  });

  it('is the same object whether it was held or streamed', async () => {
    const items = Array.from({ length: 2000 }, (_, i) => ({ i, pad: 'p'.repeat(i) }));
    const [held, streamed] = [memoryObjects(), memoryObjects()];
    const one = await stored(held, items);
    const other = await stored(streamed, items, 1000);
    expect(other.list).toEqual(one.list);
    expect(Buffer.compare((await streamed.get(one.list.key))!, (await held.get(one.list.key))!)).toBe(0);
  });

  it('that changes while it is streamed is refused, and leaves nothing', async () => {
    const objects = memoryObjects();
    let reads = 0;
    const items = Array.from({ length: 2000 }, (_, i) => ({
      get i() {
        reads += 1;
        return i + (reads > 20_000 ? 1 : 0);
      },
    }));
    reads = 19_000;
    await expect(stored(objects, items, 1000)).rejects.toMatchObject({ code: 'ARTIFACT_CHANGED' });
    expect(await all(objects.list(''))).toEqual([]);
  });

  it('that is damaged is named, and read anew once it is mended', async () => {
    const objects = memoryObjects();
    const { list, open } = await stored(
      objects,
      Array.from({ length: 3000 }, (_, i) => `item ${i}`),
    );
    const whole = Buffer.from((await objects.get(list.key))!);
    const named = (code: string): object => ({ code, message: expect.stringContaining(list.key) });
    const source = await open();

    await objects.put(list.key, whole.subarray(0, list.bytes + 100));
    await expect(all(source.range(2000, 2001))).rejects.toMatchObject(named('ARTIFACT_CORRUPT'));
    const wrong = Buffer.from(whole);
    wrong.fill(0xff, list.bytes + 8 * 2000);
    await objects.put(list.key, wrong);
    await expect(all(source.range(2000, 2001))).rejects.toMatchObject(named('ARTIFACT_CORRUPT'));
    await objects.put(list.key, Buffer.from(whole).fill(0x5b, 0, list.bytes));
    await expect(all((await open()).range(0, 1))).rejects.toMatchObject(named('ARTIFACT_CORRUPT'));
    await objects.remove([list.key]);
    await expect(all(source.range(2000, 2001))).rejects.toMatchObject(named('ARTIFACT_MISSING'));
    await objects.put(list.key, whole);
    expect(await all(source.range(2000, 2002))).toEqual(['item 2000', 'item 2001']);
  });

  it('gives any range of any items', async () => {
    const item = fc.oneof(fc.string(), fc.bigInt(), fc.constant(undefined), fc.dictionary(fc.string(), fc.integer()));
    await fc.assert(
      fc.asyncProperty(fc.array(item), fc.nat(20), fc.nat(20), fc.nat(200), async (items, from, to, hold) => {
        const source = await (await stored(memoryObjects(), items, hold)).open();
        return isDeepStrictEqual(await all(source.range(from, to)), items.slice(from, Math.max(from, to)));
      }),
      { numRuns: 100 },
    );
  });
});
