import type { ObjectStore } from '@flowmap/store';

/**
 * The tasks whose results a run left, as `step/path` and index path: each item of a pack by itself, so that it shows no
 * difference whether items ran alone or in batches. Sorted; a task that is there twice is named twice.
 */
export async function storedTasks(objects: ObjectStore, deployment: string, run: string): Promise<readonly string[]> {
  const tasks: string[] = [];
  const prefix = `${deployment}/${run}/`;
  for await (const { key } of objects.list(prefix)) {
    const address = key.slice(prefix.length);
    if (address.startsWith('_parts/')) tasks.push(...partItems(address));
    else if (!address.startsWith('_')) tasks.push(...itemsAt(address));
  }
  return tasks.sort();
}

/** `each/first/3.10-19` is items 10 to 19 inside item 3. */
function itemsAt(address: string): readonly string[] {
  const [, before = '', first, last] = /^(.*[/.])(\d+)-(\d+)$/.exec(address) ?? [];
  if (first === undefined || last === undefined) return [address];
  return Array.from({ length: Number(last) - Number(first) + 1 }, (_, k) => `${before}${Number(first) + k}`);
}

/** `_parts/each/first/0-99/17-41`, or inside item 3 `_parts/days/fit/3/0-99/17-41`: the last name has the items. */
function partItems(address: string): readonly string[] {
  const [, step = '', index, items = ''] = /^_parts\/(.*?)(?:\/([\d.]+))?\/\d+-\d+\/(\d+-\d+)$/.exec(address) ?? [];
  return itemsAt(`${step}/${index === undefined ? '' : `${index}.`}${items}`);
}
