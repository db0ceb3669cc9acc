/**
 * Where a list that is read as it is used keeps its items: what `list` of `@flowmap/flow` makes, and what a step receives of it.
 * Shared by all copies of this package, since a bundle may hold several.
 */
export const LIST_ITEMS: unique symbol = Symbol.for('@flowmap/list');

/** The items of a list that is read as it is used; undefined for any other value. */
export function listItems(value: unknown): AsyncIterable<unknown> | Iterable<unknown> | undefined {
  if (typeof value !== 'object' || value === null || !(LIST_ITEMS in value)) return undefined;
  return value[LIST_ITEMS] as AsyncIterable<unknown> | Iterable<unknown>;
}
