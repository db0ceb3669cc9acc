/**
 * Whether JSON text gives a value back exactly: plain objects and dense arrays of strings, finite numbers, booleans and
 * null, where no object stands in two places. Most values are of this kind, and JSON is several times faster than a codec.
 */
export function isPlain(value: unknown): boolean {
  return isScalar(value) || (isContainer(value) && isPlainContainer(value, new Set()));
}

function isPlainContainer(container: object, seen: Set<object>): boolean {
  // JSON would write an object that stands in two places twice.
  if (seen.has(container)) return false;
  seen.add(container);
  if (Array.isArray(container)) {
    if (Object.getPrototypeOf(container) !== Array.prototype || hasExtraProperties(container)) return false;
    for (const item of container as readonly unknown[]) if (!isPlainPart(item, seen)) return false;
    return true;
  }
  if (Object.getPrototypeOf(container) !== Object.prototype) return false;
  for (const key of Object.keys(container)) {
    if (!isPlainPart((container as Readonly<Record<string, unknown>>)[key], seen)) return false;
  }
  return Object.getOwnPropertySymbols(container).length === 0;
}

function isPlainPart(value: unknown, seen: Set<object>): boolean {
  return isScalar(value) || (isContainer(value) && isPlainContainer(value, seen));
}

function isScalar(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0);
  return typeof value === 'string' || typeof value === 'boolean' || value === null;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Whether an array has properties besides its items, as the result of a regular expression's match does. */
export function hasExtraProperties(array: readonly unknown[]): boolean {
  // Property order puts the indices first, so the last key tells.
  const last = Object.keys(array).at(-1);
  return last !== undefined && !/^(?:0|[1-9]\d{0,9})$/.test(last);
}
