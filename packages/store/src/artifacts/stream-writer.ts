import { createHash, randomUUID } from 'node:crypto';
import { FlowError } from '@flowmap/graph';
import type { ListReference } from '../artifacts.types.js';
import { decode, encode } from '../codec/codec.js';
import type { ObjectStore } from '../object-store.js';
import { itemChunks } from './item-chunks.js';
import { MAX_ITEMS } from './list-format.js';
import { offsetIndex, type OffsetIndex } from './offset-index.js';

/** Where the items of a list came from failed. The `cause` is what it threw: no fault of the store. */
export class ListSourceError extends Error {
  override readonly name = 'ListSourceError';
}

/** Whether an error is a {@link ListSourceError}, of whatever copy of this package. */
export function isListSourceError(error: unknown): error is ListSourceError {
  return error instanceof Error && error.name === 'ListSourceError';
}

/** A list that is to become an object while its items come. */
export interface StreamToWrite {
  readonly items: AsyncIterable<unknown> | Iterable<unknown>;
  /** Begins the path in an error message. */
  readonly name: string;
  /** Gives the key from the hash of the bytes, or from what stands for it. */
  readonly key: (name: string) => string;
  /** A list whose text has at most so many bytes is not stored but given back. */
  readonly small: number;
  /** Bytes of text that are held, at most, before it is known whether the list has more. */
  readonly holdBytes: number;
}

/**
 * Stores a list as `writeList` does, taking each item when the store takes its bytes. One that ends within `holdBytes` is named by
 * the hash of its bytes; a longer one is on its way before its hash is known, and gets a name that nothing else has. Throws as
 * `encode` does, and a {@link ListSourceError} where the source does.
 */
export async function writeStream(
  objects: ObjectStore,
  { items, name, key, small, holdBytes }: StreamToWrite,
): Promise<ListReference | { readonly items: readonly unknown[]; readonly bytes: number }> {
  const index = offsetIndex();
  const chunks = chunksOf(items, name, index);
  const held: Buffer[] = [];
  try {
    let next = await chunks.next();
    for (let bytes = 0; !next.done && bytes <= holdBytes; next = await chunks.next()) {
      held.push(next.value);
      bytes += next.value.length;
    }
    if (next.done && index.bytes <= small) {
      return { items: read(Buffer.concat(held), index.count), bytes: index.bytes };
    }
    if (next.done) {
      const body = Buffer.concat([...held.splice(0), ...index.chunks()]);
      const sha256 = createHash('sha256').update(body).digest('hex');
      const reference = { key: key(sha256), count: index.count, bytes: index.bytes };
      await objects.put(reference.key, body, { ifAbsent: true });
      return reference;
    }
    held.push(next.value);
    const own = key(randomUUID());
    await objects.put(own, rest(held, chunks, index));
    return { key: own, count: index.count, bytes: index.bytes };
  } finally {
    // The store may not have asked for the rest.
    await chunks.return();
  }
}

/** The bytes of the items, a chunk at a time; notes their lengths on the way. */
async function* chunksOf(
  items: StreamToWrite['items'],
  name: string,
  index: OffsetIndex,
): AsyncGenerator<Buffer, void, undefined> {
  const chunks = itemChunks();
  for await (const value of readSource(items)) {
    const at = index.count;
    if (at === MAX_ITEMS)
      throw new FlowError('ARTIFACT_TOO_LARGE', `${name} has more than ${MAX_ITEMS} items, the most of a list`);
    const item = encode(value, () => `${name}[${at}]`);
    index.add(Buffer.byteLength(item) + 1);
    yield* chunks.add(item);
  }
  yield* chunks.rest();
}

/** Every item of an author's list comes through here: below this function's frame a stack holds nothing of the author's. */
async function* readSource(items: StreamToWrite['items']): AsyncGenerator<unknown, void, undefined> {
  try {
    yield* items;
  } catch (cause) {
    throw new ListSourceError('the source of a list failed', { cause });
  }
}

async function* rest(
  held: Buffer[],
  chunks: AsyncIterable<Buffer>,
  index: OffsetIndex,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (let chunk = held.shift(); chunk; chunk = held.shift()) yield chunk;
  yield* chunks;
  yield* index.chunks();
}

/** The items of a few lines, as a reader would get them: the source may have changed its own since. */
function read(lines: Buffer, count: number): readonly unknown[] {
  return lines
    .toString('utf8')
    .split('\n')
    .slice(0, count)
    .map((text) => decode(text));
}
