import type { Json } from '@flowmap/asl/language';

/** An expression's value that JSON cannot hold: a function, or a number that is none. */
export class UnsupportedResult extends Error {
  override readonly name = 'UnsupportedResult';
}

/** Properties that the library hides on its arrays. */
const MARKS = ['sequence', 'keepSingleton', 'outerWrapper', 'tupleStream', 'cons'] as const;

/**
 * A value of the library as plain JSON: sequences lose their hidden marks. What is plain already is returned as it
 * is, without a copy. Throws UnsupportedResult.
 */
export function plain(value: unknown): Json {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      if (!Number.isFinite(value)) throw new UnsupportedResult(String(value));
      return value;
    case 'object':
      if (value === null) return null;
      return Array.isArray(value) ? plainArray(value) : plainObject(value);
    default:
      throw new UnsupportedResult(typeof value);
  }
}

function plainArray(value: readonly unknown[]): Json {
  let changed: Json[] | undefined = MARKS.some((mark) => mark in value) ? (value.slice() as Json[]) : undefined;
  for (let i = 0; i < value.length; i += 1) {
    const item = value[i];
    const clean = item === undefined ? null : plain(item);
    if (clean !== item) {
      changed ??= value.slice() as Json[];
      changed[i] = clean;
    }
  }
  return changed ?? (value as readonly Json[]);
}

function plainObject(value: object): Json {
  // The library marks its own functions and lambdas with these names.
  if ('_jsonata_lambda' in value || '_jsonata_function' in value) throw new UnsupportedResult('function');
  const source = value as Readonly<Record<string, unknown>>;
  let changed: Record<string, Json> | undefined;
  for (const key of Object.keys(source)) {
    const item = source[key];
    if (item === undefined) {
      const { [key]: _dropped, ...rest } = changed ?? (source as Record<string, Json>);
      changed = rest;
      continue;
    }
    const clean = plain(item);
    if (clean !== item) {
      changed ??= { ...(source as Record<string, Json>) };
      changed[key] = clean;
    }
  }
  return changed ?? (source as { readonly [key: string]: Json });
}
