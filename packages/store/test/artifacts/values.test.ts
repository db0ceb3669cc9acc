import { describe, expect, it } from '@jest/globals';
import { artifactsOf } from '@flowmap/store';
import { memoryObjects } from '@flowmap/store/memory';
import { all, counting } from './counting.js';

const PREFIX = 'flights/r1';
const items = Array.from({ length: 5000 }, (_, i) => ({ i, at: new Date(i), pad: 'p'.repeat(i % 50) }));

describe('a small value', () => {
  it('stays in the record, its list too, and takes no request', async () => {
    const { store, gets, puts } = counting(memoryObjects());
    const artifacts = artifactsOf(store, PREFIX);
    const value = { chunks: [1n, 2n, 3n], total: 3 };
    const stored = await artifacts.store(value, { name: 'start.out', lists: [['chunks']] });
    expect(Object.keys(stored)).toEqual(['text']);
    expect(await artifacts.load(stored)).toEqual(value);
    expect(await artifacts.load(stored, ['chunks', '1'])).toBe(2n);
    const list = await artifacts.list(stored, ['chunks'], 'start.out');
    expect([list.count, await all(list.range(1, 9))]).toEqual([3, [2n, 3n]]);
    expect([gets, puts]).toEqual([[], []]);
  });

  it('is small up to 64 KiB of text', async () => {
    const artifacts = artifactsOf(memoryObjects(), PREFIX);
    const put = async (length: number): Promise<string[]> =>
      Object.keys(await artifacts.store('x'.repeat(length), { name: 'out' }));
    expect(await put(65_534)).toEqual(['text']);
    expect(await put(65_535)).toEqual(['key', 'bytes']);
    expect(Object.keys(await artifacts.store('x'.repeat(100), { name: 'out', inline: 50 }))).toEqual(['key', 'bytes']);
  });
});

describe('a large value', () => {
  it('is an object named by its content', async () => {
    const { store, puts } = counting(memoryObjects());
    const artifacts = artifactsOf(store, PREFIX);
    const value = { text: 'é'.repeat(50_000), when: new Date(5) };
    const stored = await artifacts.store(value, { name: 'start.out' });
    expect(stored).toEqual({ key: expect.stringMatching(/^flights\/r1\/_values\/[0-9a-f]{64}$/), bytes: 100_062 });
    expect(await artifacts.store({ ...value }, { name: 'other' })).toEqual(stored);
    expect(new Set(puts).size).toBe(1);
    expect(await artifacts.load(stored)).toEqual(value);
    expect(await artifacts.load(stored, ['when'])).toEqual(new Date(5));
  });

  it('that cannot be stored leaves nothing behind', async () => {
    const objects = memoryObjects();
    const artifacts = artifactsOf(objects, PREFIX);
    const chunks = [...items, { open: () => 1 }];
    const refused = {
      code: 'ARTIFACT_NOT_STORABLE',
      message: expect.stringMatching(/^start\.out\.chunks\[5000\]\.open /),
    };
    const put = artifacts.store({ chunks }, { name: 'start.out', lists: [['chunks']] });
    await expect(put).rejects.toMatchObject(refused);
    await expect(artifacts.store({ chunks }, { name: 'start.out' })).rejects.toMatchObject(refused);
    expect(await all(objects.list(''))).toEqual([]);
  });

  it('that is gone or damaged is named', async () => {
    const objects = memoryObjects();
    const artifacts = artifactsOf(objects, PREFIX);
    const stored = await artifacts.store('x'.repeat(70_000), { name: 'out' });
    const key = 'key' in stored ? stored.key : '';
    await objects.put(key, (await objects.get(key))!.subarray(0, 5000));
    const message = expect.stringContaining(key);
    await expect(artifacts.load(stored)).rejects.toMatchObject({ code: 'ARTIFACT_CORRUPT', message });
    await objects.remove([key]);
    await expect(artifacts.load(stored)).rejects.toMatchObject({ code: 'ARTIFACT_MISSING', message });
  });
});

describe('a part of a value', () => {
  it('is what lies at the path, and nothing that it inherits', async () => {
    const artifacts = artifactsOf(memoryObjects(), PREFIX);
    const stored = await artifacts.store({ a: { b: [{ c: 1 }] }, d: null }, { name: 'out' });
    const part = (...path: readonly string[]): Promise<unknown> => artifacts.load(stored, path);
    expect(await part('a', 'b', '0', 'c')).toBe(1);
    expect(await part('a', 'b', 'length')).toBe(1);
    for (const path of [
      ['x'],
      ['a', 'x', 'y'],
      ['d', 'x'],
      ['constructor'],
      ['a', 'b', '0', 'c', 'toFixed'],
      ['__proto__'],
    ]) {
      expect(await part(...path)).toBeUndefined();
    }
  });
});

describe('lists of a large value', () => {
  it('stand on their own, several at any depth, and are filled back in', async () => {
    const artifacts = artifactsOf(memoryObjects(), PREFIX);
    const value = { chunks: items, deep: { more: [new Map([[1, 2]])], other: 'x' }, plain: [1, 2] };
    const lists = [['chunks'], ['deep', 'more'], ['chunks', '0'], ['none'], ['deep'], ['chunks']];
    const stored = await artifacts.store(value, { name: 'start.out', lists });
    expect(stored.lists?.map(({ path, count }) => [path, count])).toEqual([
      [['chunks'], 5000],
      [['deep', 'more'], 1],
    ]);
    expect('text' in stored && stored.text).toBe('{"chunks":null,"deep":{"more":null,"other":"x"},"plain":[1,2]}');
    expect(await artifacts.load(stored)).toEqual(value);
    expect(await artifacts.load(stored, ['deep'])).toEqual(value.deep);
    expect(await artifacts.load(stored, ['plain'])).toEqual([1, 2]);
    expect(await artifacts.load(stored, ['chunks'])).toEqual(items);
    expect(await artifacts.load(stored, ['chunks', '17', 'i'])).toBe(17);
    expect(await artifacts.load(stored, ['chunks', 'length'])).toBe(5000);
    for (const path of [
      ['chunks', '5000'],
      ['chunks', 'x'],
      ['chunks', '-1'],
      ['chunks', '01'],
    ]) {
      expect(await artifacts.load(stored, path)).toBeUndefined();
    }
    expect(value.chunks).toBe(items);
  });

  it('may be the whole value', async () => {
    const artifacts = artifactsOf(memoryObjects(), PREFIX);
    const stored = await artifacts.store(items, { name: 'start.out', lists: [[]] });
    expect(stored).toMatchObject({ text: 'null', lists: [{ path: [], count: 5000 }] });
    expect(await artifacts.load(stored)).toEqual(items);
    expect(await artifacts.load(stored, ['4999', 'i'])).toBe(4999);
  });

  it('are written once, whoever comes second', async () => {
    const { store, puts } = counting(memoryObjects());
    const artifacts = artifactsOf(store, PREFIX);
    const options = { name: 'out', lists: [[]] };
    const [one, other] = await Promise.all([artifacts.store(items, options), artifacts.store([...items], options)]);
    expect(one).toEqual(other);
    expect(new Set(puts).size).toBe(1);
  });

  it('are lists of items inside a list that was not asked for', async () => {
    const artifacts = artifactsOf(memoryObjects(), PREFIX);
    const shards = [{ days: [1, 2, 3] }, { days: [] }];
    const stored = await artifacts.store({ shards, pad: items }, { name: 'out', lists: [['shards']] });
    expect(stored.lists).toHaveLength(1);
    const list = await artifacts.list(stored, ['shards', '0', 'days'], 'plan.out');
    expect([list.count, await all(list.range(0, 3))]).toEqual([3, [1, 2, 3]]);
  });
});

describe('what is no list', () => {
  it.each<[unknown, string]>([
    [{ chunks: { length: 2 } }, 'an object'],
    [{ chunks: 'abc' }, 'a string'],
    [{ chunks: null }, 'null'],
    [{}, 'undefined'],
    [{ chunks: new Set([1]) }, 'an object'],
  ])('is refused by name: %j', async (value, kind) => {
    const artifacts = artifactsOf(memoryObjects(), PREFIX);
    const stored = await artifacts.store(value, { name: 'start.out', lists: [['chunks']] });
    await expect(artifacts.list(stored, ['chunks'], 'start.out')).rejects.toMatchObject({
      code: 'NOT_A_LIST',
      message: `start.out.chunks is not a list: it is ${kind}`,
    });
  });
});
