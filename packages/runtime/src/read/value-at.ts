import type { Path } from '@flowmap/graph';

/** The part of a value at a path; undefined where the path leads nowhere. Only a value's own properties are looked at. */
export function valueAt(value: unknown, path: Path): unknown {
  let part = value;
  for (const name of path) {
    if (typeof part !== 'object' || part === null || !Object.hasOwn(part, name)) return undefined;
    part = (part as { readonly [name: string]: unknown })[name];
  }
  return part;
}
