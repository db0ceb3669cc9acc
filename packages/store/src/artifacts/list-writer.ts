import { createHash, type Hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { FlowError } from '@flowmap/graph';
import type { ListReference } from '../artifacts.types.js';
import { encode } from '../codec/codec.js';
import type { ObjectStore } from '../object-store.js';
import { itemChunks } from './item-chunks.js';
import { ENTRY_BYTES, MAX_ITEMS, writeEntry } from './list-format.js';

/** Bytes after which the writer lets others have a turn. */
const TURN = 8 * 1024 * 1024;

/** A list that is to become an object. */
export interface ListToWrite {
  readonly items: readonly unknown[];
  /** Begins the path in an error message. */
  readonly name: string;
  /** Gives the key from the hash of the bytes. */
  readonly key: (sha256: string) => string;
  /** A list whose text has more bytes is encoded twice, once for its hash and once to be written, rather than held. */
  readonly holdBytes: number;
}

/**
 * Stores a list as an object of encoded items with an index of their offsets, named by the hash of its bytes. It holds at
 * most `holdBytes` of text and the index, 8 bytes for each item. Throws as `encode` does.
 */
export async function writeList(objects: ObjectStore, list: ListToWrite): Promise<ListReference> {
  const { items, holdBytes } = list;
  if (items.length > MAX_ITEMS) {
    throw new FlowError('ARTIFACT_TOO_LARGE', `${list.name} has ${items.length} items; a list may have ${MAX_ITEMS}`);
  }
  const index = Buffer.allocUnsafe(items.length * ENTRY_BYTES);
  const hash = createHash('sha256');
  let held: Buffer[] | undefined = [];
  let bytes = 0;
  let turn = TURN;
  for (const chunk of chunksOf(list, index)) {
    hash.update(chunk);
    bytes += chunk.length;
    if (bytes > holdBytes) held = undefined;
    held?.push(chunk);
    if (bytes > turn) {
      turn = bytes + TURN;
      await setImmediate();
    }
  }
  const sha256 = hash.update(index).digest('hex');
  const key = list.key(sha256);
  await objects.put(key, held ? Buffer.concat([...held, index]) : again(list, index, sha256), { ifAbsent: true });
  return { key, count: items.length, bytes };
}

/** The bytes of the items, a chunk at a time; writes the index on the way. */
function* chunksOf({ items, name }: ListToWrite, index: Buffer): Generator<Buffer> {
  const chunks = itemChunks();
  let end = 0;
  for (let at = 0; at < items.length; at += 1) {
    const item = encode(items[at], () => `${name}[${at}]`);
    end += Buffer.byteLength(item) + 1;
    writeEntry(index, at, end);
    yield* chunks.add(item);
  }
  yield* chunks.rest();
}

/** Encodes once more, for the store. The bytes must be those of the hash: the store keeps nothing when this throws. */
async function* again(list: ListToWrite, index: Buffer, sha256: string): AsyncGenerator<Uint8Array> {
  const hash: Hash = createHash('sha256');
  const second = Buffer.allocUnsafe(index.length);
  for (const chunk of chunksOf(list, second)) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.update(second).digest('hex') !== sha256) {
    throw new FlowError('ARTIFACT_CHANGED', `${list.name} changed while it was stored`, {
      hint: 'Do not touch a value after the step returned it: await everything that still writes to it.',
    });
  }
  yield second;
}
