import { inspect } from 'node:util';
import type { Json } from '@flowmap/graph';
import type { Collection } from '@flowmap/flow';

/** Stands behind the items of a collection that are not shown, in the words that are shown instead. */
export class More {
  readonly items: number;

  constructor(items: number) {
    this.items = items;
    Object.defineProperty(this, inspect.custom, { value: () => `... ${items} more` });
  }
}

/**
 * A result with the first items of its collections in place of them, also where a collection or an object holds others. What holds
 * none is the same value.
 */
export async function plain(value: unknown, most: number): Promise<unknown> {
  return plainIn(value, most, []);
}

/** `around` are the objects that the value stands in: one may contain itself. */
async function plainIn(value: unknown, most: number, around: readonly unknown[]): Promise<unknown> {
  if (isCollection(value)) {
    const items: unknown[] = [];
    for await (const item of value) {
      if (items.length >= most) break;
      items.push(await plainIn(item, most, around));
    }
    if (value.count > items.length) items.push(new More(value.count - items.length));
    return items;
  }
  if (!isPlainObject(value) || around.includes(value)) return value;
  const parts: [string, unknown][] = [];
  for (const [key, part] of Object.entries(value)) parts.push([key, await plainIn(part, most, [...around, value])]);
  return parts.some(([key, part]) => part !== value[key]) ? Object.fromEntries(parts) : value;
}

/**
 * A value as JSON, for programs: a Date as ISO 8601, a BigInt and a number that JSON has not as text, a Map as its entries, a Set as its
 * items, bytes in base64.
 */
export function toJson(value: unknown): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'bigint') return value.toString();
  // Nothing else can have been stored.
  if (typeof value !== 'object') return null;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Map) return [...value].map(([key, entry]) => [toJson(key), toJson(entry)]);
  if (value instanceof Set || Array.isArray(value)) return Array.from(value, toJson);
  if (ArrayBuffer.isView(value)) {
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
  }
  if (value instanceof ArrayBuffer) return Buffer.from(value).toString('base64');
  if (value instanceof URL || value instanceof RegExp) return String(value);
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, entry]) => (entry === undefined ? [] : [[key, toJson(entry)]])),
  );
}

function isCollection(value: unknown): value is Collection<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value && 'count' in value;
}

function isPlainObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
