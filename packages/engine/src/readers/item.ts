import type { Json } from '@flowmap/asl/language';

/** An item of a map. */
export interface Item {
  readonly value: Json;
  /** The name of the field that the item was in, where the map runs over an object. */
  readonly key?: string;
  /** Where the item came from: `STATE_DATA`, `S3://bucket` for a list of objects, `S3://bucket/key` for the rest. */
  readonly source: string;
}

/** What a reader cannot read. It fails the Map Run with States.ItemReaderFailed and this message. */
export class UnreadableItems extends Error {
  override readonly name = 'UnreadableItems';
}

/** The input of an iteration that has no ItemSelector: of an object's field, its name and its value. */
export function inputOf({ key, value }: Item): Json {
  return key === undefined ? value : { Key: key, Value: value };
}
