import type { Json } from '@flowmap/asl/language';
import type { ObjectStorage } from '../objects.js';
import { athenaItems } from './athena-items.js';
import { inventoryItems } from './inventory-items.js';
import type { Item } from './item.js';
import { objectItems } from './object-items.js';
import type { ReaderRequest } from './reader-request.js';

/**
 * The items that an ItemReader asks for, read as they are taken. `most` is how many at most, 0 for all of them; `largest` is
 * how many bytes the text of one has at most, by default any. When they are taken, it throws UnreadableItems, and what the
 * storage throws.
 */
export function readItems(
  storage: ObjectStorage,
  request: ReaderRequest,
  most: number,
  largest: number = Infinity,
): AsyncIterable<Item> {
  const items = allItems(storage, request, largest);
  return most === 0 ? items : first(items, most);
}

async function* first(items: AsyncIterable<Item>, most: number): AsyncGenerator<Item> {
  let taken = 0;
  for await (const item of items) {
    yield item;
    taken += 1;
    // The rest is not looked at.
    if (taken === most) return;
  }
}

function allItems(storage: ObjectStorage, request: ReaderRequest, largest: number): AsyncIterable<Item> {
  switch (request.kind) {
    case 'list':
      return listedItems(storage, request, largest);
    case 'object':
      return objectItems(storage, request, request.format, largest);
    case 'inventory':
      return inventoryItems(storage, request, request.delimiter, largest);
    case 'athena':
      return athenaItems(storage, request, request.format, largest);
  }
}

/** What a list says of its objects, or what is in them. */
async function* listedItems(
  storage: ObjectStorage,
  { bucket, prefix, format }: ReaderRequest & { readonly kind: 'list' },
  largest: number,
): AsyncGenerator<Item> {
  for await (const { Etag, Key, LastModified, Size, StorageClass } of storage.list(bucket, prefix)) {
    if (format === undefined) {
      yield { value: { Etag, Key, LastModified, Size, StorageClass } satisfies Json, source: `S3://${bucket}` };
    } else if (!Key.endsWith('/')) {
      // The S3 console makes folders of empty objects; there is nothing in them to load.
      yield* objectItems(storage, { bucket, key: Key }, format, largest);
    }
  }
}
