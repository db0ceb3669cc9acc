import type { ObjectStorage } from '../objects.js';
import { csvItems } from './csv-items.js';
import { decompressed } from './decompressed.js';
import type { Item } from './item.js';
import { jsonItems } from './json-items.js';
import { jsonlItems } from './jsonl-items.js';
import { parquetItems } from './parquet-items.js';
import type { Format } from './reader-request.js';

/** An object by its place. */
export interface Location {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string | undefined;
}

/** `Map.Item.Source` of what is read from an object. */
export function sourceOf({ bucket, key }: Location): string {
  return `S3://${bucket}/${key}`;
}

/**
 * The items in one object; the text of one has at most `largest` bytes. When they are taken, it throws UnreadableItems, and
 * what the storage throws.
 */
export function objectItems(
  storage: ObjectStorage,
  place: Location,
  format: Format,
  largest: number,
): AsyncIterable<Item> {
  const source = sourceOf(place);
  switch (format.type) {
    case 'JSON':
      return jsonItems(bytesOf(storage, place), source, format.way, largest);
    case 'JSONL':
      return jsonlItems(bytesOf(storage, place), source, largest);
    case 'CSV':
      return csvItems(bytesOf(storage, place), source, format.delimiter, format.headers, largest);
    case 'PARQUET':
      return parquetItems(storage, place.bucket, place.key, source);
  }
}

/** The bytes of an object, decompressed by the end of its name. */
export async function* bytesOf(
  storage: ObjectStorage,
  { bucket, key, versionId }: Location,
): AsyncGenerator<Uint8Array> {
  const { body } = await storage.get(bucket, key, versionId === undefined ? {} : { versionId });
  yield* decompressed(key, body);
}
