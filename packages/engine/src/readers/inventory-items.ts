import type { Json } from '@flowmap/asl/language';
import type { ObjectStorage } from '../objects.js';
import { csvItems } from './csv-items.js';
import { type Item, UnreadableItems } from './item.js';
import { textOf } from './lines.js';
import { bytesOf, type Location, sourceOf } from './object-items.js';

interface Inventory {
  readonly bucket: string;
  readonly keys: readonly string[];
  readonly headers: readonly string[];
}

/**
 * The objects that an S3 inventory lists: the rows of the CSV files that its manifest names, as objects of strings.
 * Throws UnreadableItems, and what the storage throws.
 *
 * Source: AWS Step Functions developer guide, "ItemReader"; Amazon S3 user guide, "Inventory manifest".
 */
export async function* inventoryItems(
  storage: ObjectStorage,
  place: Location,
  delimiter: string,
  largest: number,
): AsyncGenerator<Item> {
  let text = '';
  for await (const part of textOf(bytesOf(storage, place))) text += part;
  const { bucket, keys, headers } = inventoryOf(text, sourceOf(place));
  for (const key of keys) {
    const file = { bucket, key };
    yield* csvItems(bytesOf(storage, file), sourceOf(file), delimiter, headers, largest);
  }
}

function inventoryOf(text: string, source: string): Inventory {
  const refused = (what: string): UnreadableItems =>
    new UnreadableItems(`${source} is not the manifest of a CSV inventory: ${what}.`);
  let manifest: Readonly<Record<string, Json | undefined>>;
  try {
    manifest = JSON.parse(text) as typeof manifest;
  } catch (error) {
    throw refused((error as Error).message);
  }
  const { fileFormat, fileSchema, destinationBucket, files } = manifest;
  if (fileFormat !== 'CSV') throw refused(`its fileFormat is ${JSON.stringify(fileFormat)}`);
  if (typeof fileSchema !== 'string' || typeof destinationBucket !== 'string' || !Array.isArray(files)) {
    throw refused('it has no fileSchema, no destinationBucket or no files');
  }
  return {
    // The manifest has the ARN of the bucket.
    bucket: destinationBucket.slice(destinationBucket.lastIndexOf(':') + 1),
    headers: fileSchema.split(',').map((name) => name.trim()),
    keys: (files as readonly { readonly key: string }[]).map(({ key }) => key),
  };
}
