import type { Json } from '@flowmap/asl/language';
import type { Thread } from '../execution.js';
import { jsonBytes } from '../quotas.js';
import type { Item } from '../readers/item.js';
import type { Batching } from './map-batcher.js';
import type { ItemCursor } from './map-items.js';

/** What one iteration, or one child of a Map Run, is for. */
export interface Piece {
  /** From 0, in the order in which they start. */
  readonly index: number;
  /** Items in it. */
  readonly items: number;
  /** Its input, made when it is needed. The thread takes the event when that fails. */
  input(thread: Thread): Json | Promise<Json>;
}

/** Pieces of work, one after the other. */
export interface PieceCursor {
  next(): Piece | undefined | Promise<Piece | undefined>;
  close(): Promise<void>;
}

/** The input that an item gives. */
export type ItemInput = (item: Item, index: number, thread: Thread) => Json | Promise<Json>;

/** Each item on its own. */
export function singles(items: ItemCursor, inputOf: ItemInput): PieceCursor {
  let index = 0;
  const piece = (item: Item | undefined): Piece | undefined => {
    if (item === undefined) return undefined;
    const own = index;
    index += 1;
    return { index: own, items: 1, input: (thread) => inputOf(item, own, thread) };
  };
  return {
    next() {
      const item = items.next();
      return item instanceof Promise ? item.then(piece) : piece(item);
    },
    close: () => items.close(),
  };
}

/**
 * Items in batches. A batch is full when it has so many items, or when with another its input would have more bytes than
 * it may; an item that is larger alone is a batch of its own (not recorded). The thread takes the event when an item's input
 * fails.
 */
export function batches(items: ItemCursor, inputOf: ItemInput, batching: Batching, thread: Thread): PieceCursor {
  const { mostItems, mostBytes, batchInput } = batching;
  const around = batchInput === undefined ? {} : { BatchInput: batchInput };
  const empty = jsonBytes({ ...around, Items: [] });
  let read = 0;
  let index = 0;
  /** What did not fit into the batch before. */
  let left: { readonly value: Json; readonly bytes: number } | undefined;

  const taken = async (): Promise<typeof left> => {
    if (left !== undefined) {
      const value = left;
      left = undefined;
      return value;
    }
    const item = await items.next();
    if (item === undefined) return undefined;
    const value = await inputOf(item, read, thread);
    read += 1;
    return { value, bytes: mostBytes === Infinity ? 0 : jsonBytes(value) };
  };

  return {
    async next() {
      const values: Json[] = [];
      let bytes = empty;
      while (values.length < mostItems) {
        const item = await taken();
        if (item === undefined) break;
        const comma = values.length === 0 ? 0 : 1;
        if (values.length > 0 && bytes + comma + item.bytes > mostBytes) {
          left = item;
          break;
        }
        bytes += comma + item.bytes;
        values.push(item.value);
      }
      if (values.length === 0) return undefined;
      const own = index;
      index += 1;
      return { index: own, items: values.length, input: () => ({ ...around, Items: values }) };
    },
    close: () => items.close(),
  };
}
