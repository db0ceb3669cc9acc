import { LIST_ITEMS } from '@flowmap/graph';
import type { ListSource, StoredCollection } from '../artifacts.types.js';

const made = new WeakSet();

/** Whether a value is a collection made by {@link collectionOf}. */
export function isCollection(value: unknown): value is StoredCollection<unknown> {
  return typeof value === 'object' && value !== null && made.has(value);
}

/** A list that is read in parts, as a value for those who use it from its beginning. A step may return it: its items are copied. */
export function collectionOf<T>(source: ListSource<T>): StoredCollection<T> {
  const { count } = source;
  const range = (from: number, to: number): AsyncIterable<T> => source.range(from, to);
  const all = (): AsyncIterator<T> => range(0, count)[Symbol.asyncIterator]();
  const collection = {
    count,
    range,
    [LIST_ITEMS]: { [Symbol.asyncIterator]: all },
    [Symbol.asyncIterator]: all,
    async toArray(): Promise<T[]> {
      const items: T[] = [];
      for await (const item of range(0, count)) items.push(item);
      return items;
    },
  };
  made.add(collection);
  return collection;
}

/** A list that is in memory. */
export function listInMemory(items: readonly unknown[]): ListSource<unknown> {
  return {
    count: items.length,
    async *range(from, to) {
      for (let at = Math.max(0, from); at < Math.min(to, items.length); at += 1) yield items[at];
    },
  };
}
