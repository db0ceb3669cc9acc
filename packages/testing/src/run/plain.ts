import type { Collection } from '@flowmap/flow';

/** A value with arrays in the place of collections, at any depth: what two runs are compared by. */
export async function plain(value: unknown): Promise<unknown> {
  if (typeof value !== 'object' || value === null) return value;
  if (isCollection(value)) return plain(await value.toArray());
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    for (const item of value as readonly unknown[]) items.push(await plain(item));
    return items;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries: [string, unknown][] = [];
  for (const [name, part] of Object.entries(value)) entries.push([name, await plain(part)]);
  return Object.fromEntries(entries);
}

function isCollection(value: object): value is Collection<unknown> {
  return Symbol.asyncIterator in value && 'toArray' in value && 'count' in value;
}
