import type { Json } from '@flowmap/asl/language';
import { ERRORS, StateFailure } from '../failure.js';
import type { Item } from '../readers/item.js';

/** What a map runs over. */
export interface MapItems {
  /** As MapStateStarted tells it: 0 where the items are read. */
  readonly length: number;
  /** The array or object, where it is in the state's data. */
  readonly data?: Json;
  /** Begins at the first item. */
  open(): ItemCursor;
  /** How many there are. Where they are read, by reading them all. */
  total(): number | Promise<number>;
}

/** Items, one after the other. */
export interface ItemCursor {
  next(): Item | undefined | Promise<Item | undefined>;
  /** No more are wanted. */
  close(): Promise<void>;
}

/** The elements of an array in the state's data, or the fields of an object. */
export function stateItems(data: Json): MapItems {
  const isArray = Array.isArray(data);
  const elements = isArray ? (data as readonly Json[]) : [];
  const keys = isArray ? [] : Object.keys(data as object);
  const length = isArray ? elements.length : keys.length;
  const at = (i: number): Item => {
    const source = 'STATE_DATA';
    const key = keys[i];
    if (key === undefined) return { value: elements[i] as Json, source };
    return { key, value: (data as Readonly<Record<string, Json>>)[key] as Json, source };
  };
  return {
    length,
    data,
    total: () => length,
    open() {
      let next = 0;
      return { next: () => (next < length ? at(next++) : undefined), close: async () => undefined };
    },
  };
}

/**
 * Items that are read while they are taken. Whatever goes wrong with reading them is a States.ItemReaderFailed with its
 * message.
 */
export function readItemsOf(read: () => AsyncIterable<Item>): MapItems {
  const open = (): ItemCursor => {
    let iterator: AsyncIterator<Item> | undefined;
    return {
      async next() {
        try {
          iterator ??= read()[Symbol.asyncIterator]();
          const result = await iterator.next();
          return result.done === true ? undefined : result.value;
        } catch (error) {
          throw new StateFailure(ERRORS.itemReader, error instanceof Error ? error.message : String(error));
        }
      },
      async close() {
        await iterator?.return?.();
      },
    };
  };
  return {
    length: 0,
    open,
    async total() {
      const cursor = open();
      let total = 0;
      while ((await cursor.next()) !== undefined) total += 1;
      return total;
    },
  };
}
