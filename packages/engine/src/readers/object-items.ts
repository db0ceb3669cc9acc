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

/** The items in one object. Throws UnreadableItems, and what the storage throws. */
export async function* objectItems(storage: ObjectStorage, place: Location, format: Format): AsyncGenerator<Item> {
  const source = sourceOf(place);
  if (format.type === 'PARQUET') {
    yield* parquetItems(storage, place.bucket, place.key, source);
    return;
  }
  const bytes = await bytesOf(storage, place);
  switch (format.type) {
    case 'JSON':
      yield* jsonItems(bytes, source, format.way);
      break;
    case 'JSONL':
      yield* jsonlItems(bytes, source);
      break;
    case 'CSV':
      yield* csvItems(bytes, source, format.delimiter, format.headers);
  }
}

/** The bytes of an object, decompressed by the end of its name. */
export async function bytesOf(
  storage: ObjectStorage,
  { bucket, key, versionId }: Location,
): Promise<AsyncIterable<Uint8Array>> {
  const { body } = await storage.get(bucket, key, versionId === undefined ? {} : { versionId });
  return decompressed(key, body);
}
