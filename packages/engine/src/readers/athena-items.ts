import type { ObjectStorage } from '../objects.js';
import { type Item, UnreadableItems } from './item.js';
import { linesOf } from './lines.js';
import { bytesOf, type Location, objectItems, sourceOf } from './object-items.js';
import type { Format } from './reader-request.js';

const URI = /^s3:\/\/([^/]+)\/(.+)$/i;

/**
 * The records of an Athena result: the manifest has the S3 URI of a data file on each line.
 * Throws UnreadableItems, and what the storage throws.
 *
 * Source: AWS Step Functions developer guide, "ItemReader"; Amazon Athena user guide, "Query results".
 */
export async function* athenaItems(
  storage: ObjectStorage,
  place: Location,
  format: Format,
  largest: number,
): AsyncGenerator<Item> {
  for await (const line of linesOf(bytesOf(storage, place))) {
    const uri = line.trim().replace(/^"(.*)"$/, '$1');
    if (uri === '') continue;
    const [, bucket, key] = URI.exec(uri) ?? [];
    if (bucket === undefined || key === undefined) {
      throw new UnreadableItems(
        `${sourceOf(place)} is not a manifest of Athena: it has the line ${JSON.stringify(line)}.`,
      );
    }
    yield* objectItems(storage, { bucket, key }, format, largest);
  }
}
