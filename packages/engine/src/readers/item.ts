import type { Json } from '@flowmap/asl/language';

/** An item of a map. */
export interface Item {
  readonly value: Json;
  /** The name of the field that the item was in, where the map runs over an object. */
  readonly key?: string;
  /** Where the item came from: `STATE_DATA`, `S3://bucket` for a list of objects, `S3://bucket/key` for the rest. */
  readonly source: string;
}

/** Bytes of an item's text, at most: 8 MB. Source: AWS Step Functions developer guide, "ItemReader". */
export const LARGEST_ITEM: number = 8 * 1024 * 1024;

/** What a reader cannot read. It fails the Map Run with States.ItemReaderFailed and this message. */
export class UnreadableItems extends Error {
  override readonly name = 'UnreadableItems';
}

/** The error of an item that is larger than it may be. */
export function tooLargeItem(source: string, largest: number): UnreadableItems {
  return new UnreadableItems(`${source} has an item of more than ${largest} bytes.`);
}

/** The input of an iteration that has no ItemSelector: of an object's field, its name and its value. */
export function inputOf({ key, value }: Item): Json {
  return key === undefined ? value : { Key: key, Value: value };
}
