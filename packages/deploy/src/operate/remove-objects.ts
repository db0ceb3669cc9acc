import type { ObjectStore } from '@flowmap/store';

/** Keys that are removed together. */
const CHUNK = 1_000;

/** Removes all objects whose keys begin with a prefix, holding a few keys at a time. */
export async function removeObjects(objects: ObjectStore, prefix: string): Promise<void> {
  let keys: string[] = [];
  for await (const { key } of objects.list(prefix)) {
    keys.push(key);
    if (keys.length < CHUNK) continue;
    await objects.remove(keys);
    keys = [];
  }
  if (keys.length > 0) await objects.remove(keys);
}
