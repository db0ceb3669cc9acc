import type { ListedObject, ObjectStorage } from '../objects.js';

/** A storage in which every object is this text, and every list what the text is as JSON. */
export function itemData(text: string): ObjectStorage {
  const bytes = new TextEncoder().encode(text);
  return {
    async *list() {
      yield* JSON.parse(text) as readonly ListedObject[];
      await Promise.resolve();
    },
    get: (_bucket, _key, { range = { start: 0, end: bytes.length } } = {}) =>
      Promise.resolve({ size: bytes.length, body: once(bytes.subarray(range.start, range.end)) }),
    put: () => Promise.resolve(),
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}
