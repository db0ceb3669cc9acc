import { FlowError, LIST_ITEMS } from '@flowmap/graph';
import type { Collection } from './collection.js';

/**
 * A list for a step to return whose items are stored as they come, a few at a time, so that a list of millions needs no more
 * memory than one of thousands. A foreach runs over it, and a step that receives it gets a `Collection`. It is returned by itself or
 * stands in an object at any depth, not in an array. Its `count` is not known before it is stored: until then it throws
 * `LIST_UNREAD`.
 *
 * @example
 * const start = step('start', ({ params }) => ({ rows: list(readRows(params.file)) })); // readRows: async function*
 */
export function list<T>(items: AsyncIterable<T> | Iterable<T>): Collection<T> {
  return new UnreadList(items);
}

/** A class, so that whatever looks at its prototype sees that it is no plain object. */
class UnreadList<T> implements Collection<T> {
  readonly [LIST_ITEMS]: AsyncIterable<T> | Iterable<T>;

  constructor(items: AsyncIterable<T> | Iterable<T>) {
    this[LIST_ITEMS] = items;
  }

  get count(): number {
    throw new FlowError('LIST_UNREAD', 'the number of items of a list is not known before it is stored', {
      hint: 'Return the list; whoever receives it knows its count.',
    });
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    yield* this[LIST_ITEMS];
  }

  async toArray(): Promise<T[]> {
    const all: T[] = [];
    for await (const item of this[LIST_ITEMS]) all.push(item);
    return all;
  }
}
