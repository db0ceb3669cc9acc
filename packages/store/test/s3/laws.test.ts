import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ObjectStore } from '@flowmap/store';
import { memoryObjects } from '@flowmap/store/memory';
import { inPieces, someBytes } from './bodies.js';
import { buckets } from './buckets.js';

const s3 = buckets({ minPartBytes: 1 });
const PART = 100;

type Operation = (store: ObjectStore) => Promise<unknown>;

const key = fc.constantFrom('a', 'a/b', 'a/b c', 'a+b', 'b', 'é');
const size = fc.constantFrom(0, 1, PART - 1, PART, PART + 1, 3 * PART, 350);

async function asText(bytes: Promise<Uint8Array | undefined>): Promise<string | undefined> {
  const found = await bytes;
  return found && Buffer.from(found).toString('hex');
}

async function listed(store: ObjectStore, prefix: string): Promise<unknown> {
  const found: unknown[] = [];
  for await (const { key: name, size: length } of store.list(prefix)) found.push([name, length]);
  return found;
}

async function readAll(store: ObjectStore, name: string): Promise<string> {
  const parts: Uint8Array[] = [];
  try {
    for await (const chunk of store.read(name)) parts.push(chunk);
  } catch (error) {
    return (error as { readonly code: string }).code;
  }
  return Buffer.concat(parts).toString('hex');
}

const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc
    .tuple(key, size, fc.boolean(), fc.option(fc.integer({ min: 1, max: 250 }), { nil: undefined }), fc.nat(9))
    .map(([name, length, ifAbsent, piece, from]): Operation => (store) => {
      const bytes = someBytes(length + from).subarray(from);
      return store.put(name, piece === undefined ? bytes : inPieces(bytes, piece), { ifAbsent });
    }),
  key.map(
    (name): Operation =>
      (store) =>
        asText(store.get(name)),
  ),
  key.map(
    (name): Operation =>
      (store) =>
        readAll(store, name),
  ),
  fc.tuple(key, fc.nat(400), fc.nat(400)).map(
    ([name, first, last]): Operation =>
      (store) =>
        asText(store.get(name, { range: [first, last] })),
  ),
  fc.constantFrom('', 'a', 'a/', 'a/b', 'z').map(
    (prefix): Operation =>
      (store) =>
        listed(store, prefix),
  ),
  fc.array(key, { maxLength: 3 }).map(
    (keys): Operation =>
      (store) =>
        store.remove(keys),
  ),
);

describe('a bucket of S3', () => {
  it('answers as the memory does, whatever is done', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 15 }), async (operations) => {
        const { store, bucket } = s3.next({ partBytes: PART });
        const memory = memoryObjects();
        for (const operate of operations) expect(await operate(store)).toEqual(await operate(memory));
        expect(bucket.uploads.size).toBe(0);
      }),
      { numRuns: 60, seed: 1 },
    );
  });
});
