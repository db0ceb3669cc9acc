import { describe, expect, it } from '@jest/globals';
import { LIST_ITEMS } from '@flowmap/graph';
import { artifactsOf, isCollection, isListSourceError, type ObjectStore, type StoredCollection } from '@flowmap/store';
import { memoryObjects } from '@flowmap/store/memory';
import { all, counting } from './counting.js';

/** What `list` of `@flowmap/flow` makes, as the store sees it. */
const list = (items: AsyncIterable<unknown> | Iterable<unknown>): object => ({ [LIST_ITEMS]: items });

interface Row {
  readonly i: number;
  readonly pad: string;
}

const row = (i: number): Row => ({ i, pad: 'p'.repeat(200) });

async function* numbers(count: number, after?: () => void): AsyncGenerator<Row> {
  try {
    for (let i = 0; i < count; i += 1) yield row(i);
  } finally {
    after?.();
  }
}

const SIZES = { small: 1000, hold: 10_000 };
const artifactsIn = (objects: ObjectStore) => artifactsOf(objects, 'flights/r1', SIZES);
const expected = (count: number) => Array.from({ length: count }, (_, i) => row(i));

describe('a list that is stored while its items come', () => {
  it.each([
    ['no item', 0, 0],
    ['a few items, inside the record', 4, 0],
    ['more, held until the end', 40, 1],
    ['many, that nobody holds', 3000, 1],
  ])('of %s', async (_, count, objects) => {
    const { store, puts } = counting(memoryObjects());
    const artifacts = artifactsIn(store);
    const stored = await artifacts.store({ rows: list(numbers(count)), n: count }, { name: 'out' });
    expect(puts).toHaveLength(objects);
    const value = (await artifacts.load(stored)) as { readonly rows: StoredCollection<unknown>; readonly n: number };
    expect([value.n, isCollection(value.rows), value.rows.count]).toEqual([count, true, count]);
    expect(await value.rows.toArray()).toEqual(expected(count));
    expect(await all(value.rows)).toEqual(expected(count));
    const source = await artifacts.list(stored, ['rows'], 'out');
    expect([source.count, await all(source.range(3, 5))]).toEqual([count, expected(count).slice(3, 5)]);
    expect(await artifacts.load(stored, ['rows', 'count'])).toBe(count);
    expect(isCollection(await artifacts.load(stored, ['rows']))).toBe(true);
  });

  it('is the object of the array of the same items, when it could be held', async () => {
    const { store, puts } = counting(memoryObjects());
    const artifacts = artifactsIn(store);
    const array = await artifacts.store(expected(40), { name: 'out', lists: [[]] });
    const streamed = await artifacts.store(list(numbers(40)), { name: 'out' });
    expect(streamed.lists).toEqual([{ ...array.lists![0], collection: true }]);
    expect(new Set(puts).size).toBe(1);
  });

  it('has a name of its own in each attempt, when it could not', async () => {
    const artifacts = artifactsIn(memoryObjects());
    const [one, other] = [
      await artifacts.store(list(numbers(3000)), { name: 'out' }),
      await artifacts.store(list(numbers(3000)), { name: 'out' }),
    ];
    expect(one.lists![0]!.key).not.toBe(other.lists![0]!.key);
    expect({ ...one.lists![0], key: '' }).toEqual({ ...other.lists![0], key: '' });
  });

  it('is read no further than the store has taken it', async () => {
    let made = 0;
    const source = (async function* () {
      for (; made < 30_000; made += 1) yield 'x'.repeat(1000);
    })();
    const ahead: number[] = [];
    const objects = memoryObjects();
    const slow: ObjectStore = {
      ...objects,
      async put(_, body) {
        let taken = 0;
        for await (const chunk of body as AsyncIterable<Uint8Array>) {
          taken += chunk.length;
          ahead.push(made * 1003 - taken);
        }
        return 'written';
      },
    };
    await artifactsIn(slow).store(list(source), { name: 'out' });
    expect(ahead.length).toBeGreaterThan(100);
    // A chunk that is held, and one that is being made.
    expect(Math.max(...ahead)).toBeLessThan(3 * 256 * 1024);
  });

  it('takes what a source of one object gives as it was at its turn', async () => {
    const reused = { ...row(0), i: 0 };
    const source = (function* () {
      for (; reused.i < 3; reused.i += 1) yield reused;
    })();
    const artifacts = artifactsIn(memoryObjects());
    const stored = await artifacts.store(list(source), { name: 'out' });
    expect(await ((await artifacts.load(stored)) as StoredCollection<unknown>).toArray()).toEqual(expected(3));
  });

  it('may stand in several places, at any depth of objects', async () => {
    const one = list(numbers(100));
    const inner = { one };
    const artifacts = artifactsIn(memoryObjects());
    const stored = await artifacts.store({ inner, again: inner, two: list([1n]), plain: [1] }, { name: 'out' });
    const value = (await artifacts.load(stored)) as Record<'inner' | 'again', { one: StoredCollection<unknown> }> & {
      two: StoredCollection<unknown>;
    };
    expect(await value.inner.one.toArray()).toEqual(expected(100));
    expect(await value.again.one.toArray()).toEqual(expected(100));
    expect(await value.two.toArray()).toEqual([1n]);
  });

  it('goes beside an array that is stored on its own', async () => {
    const artifacts = artifactsIn(memoryObjects());
    const value = { rows: list(numbers(40)), chunks: expected(40) };
    const stored = await artifacts.store(value, { name: 'out', lists: [['rows'], ['chunks']] });
    expect(stored.lists!.map(({ path, count, collection }) => [path, count, collection])).toEqual([
      [['rows'], 40, true],
      [['chunks'], 40, undefined],
    ]);
    expect(await artifacts.load(stored, ['chunks', '7'])).toEqual(row(7));
  });

  it('can be handed on: its items are copied', async () => {
    const artifacts = artifactsIn(memoryObjects());
    const first = await artifacts.load(await artifacts.store(list(numbers(40)), { name: 'out' }));
    const second = await artifacts.store({ first }, { name: 'out' });
    expect(await all((await artifacts.list(second, ['first'], 'out')).range(0, 2))).toEqual(expected(2));
  });
});

describe('a list that cannot be stored', () => {
  it('since its source fails gives the error of the source, and leaves nothing', async () => {
    const objects = memoryObjects();
    for (const count of [3, 3000]) {
      const failing = (async function* () {
        yield* numbers(count);
        throw new RangeError('no more');
      })();
      const problem: unknown = await artifactsIn(objects)
        .store(list(failing), { name: 'out' })
        .catch((thrown: unknown) => thrown);
      expect(isListSourceError(problem) && problem.cause).toEqual(new RangeError('no more'));
    }
    expect(await all(objects.list(''))).toEqual([]);
  });

  it('since an item cannot names it, and ends the source', async () => {
    let ended = false;
    const source = (async function* () {
      try {
        yield 1;
        yield () => 1;
      } finally {
        ended = true;
      }
    })();
    await expect(artifactsIn(memoryObjects()).store({ rows: list(source) }, { name: 'out' })).rejects.toMatchObject({
      code: 'ARTIFACT_NOT_STORABLE',
      message: expect.stringContaining('out.rows[1]'),
    });
    expect(ended).toBe(true);
  });

  it('since the store fails ends the source', async () => {
    let ended = false;
    const objects: ObjectStore = { ...memoryObjects(), put: () => Promise.reject(new Error('full')) };
    const source = numbers(3000, () => (ended = true));
    await expect(artifactsIn(objects).store(list(source), { name: 'out' })).rejects.toThrow('full');
    expect(ended).toBe(true);
  });

  it.each([
    ['it stands in an array', [list([1])], 'out[0] cannot be stored: it is a list that is read as it is used'],
    ['it is a bare generator', { rows: numbers(1) }, 'out.rows cannot be stored'],
  ])('since %s', async (_, value, message) => {
    await expect(artifactsIn(memoryObjects()).store(value, { name: 'out' })).rejects.toMatchObject({
      code: 'ARTIFACT_NOT_STORABLE',
      message: expect.stringContaining(message),
      hint: expect.stringContaining('list('),
    });
  });
});
