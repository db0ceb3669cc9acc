import type { Json, JsonObject } from '@flowmap/graph';

/** One place where two values differ. */
export interface Difference {
  /** Where, as in code: `MemorySize`, `Environment.Variables.MODE`, `Policies[0].PolicyDocument`. */
  readonly at: string;
  /** What is there; absent where nothing is. */
  readonly from?: Json;
  /** What is wanted; absent where nothing is. */
  readonly to?: Json;
}

/** The places where a wanted value differs from the one that is there, in the order of the wanted one. */
export function differences(from: Json | undefined, to: Json | undefined, at = ''): readonly Difference[] {
  if (isEqual(from ?? null, to ?? null)) return [];
  if (isObject(from) && isObject(to)) {
    const keys = [...Object.keys(to), ...Object.keys(from).filter((key) => !(key in to))];
    return keys.flatMap((key) => differences(from[key], to[key], place(at, key)));
  }
  if (Array.isArray(from) && Array.isArray(to) && from.length === to.length) {
    return to.flatMap((value: Json, i) => differences(from[i] as Json, value, `${at}[${i}]`));
  }
  return [{ at, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }];
}

/** Whether two values are the same JSON, whatever the order of their keys. */
export function isEqual(a: Json, b: Json): boolean {
  return a === b || canonical(a) === canonical(b);
}

/** JSON with its keys in order: the same text for the same value. */
export function canonical(value: Json): string {
  return JSON.stringify(value, (_key, given: Json) =>
    isObject(given)
      ? Object.fromEntries(
          Object.keys(given)
            .sort()
            .map((key) => [key, given[key]]),
        )
      : given,
  );
}

const NAME = /^[\w-]+$/;

function place(above: string, key: string): string {
  if (!NAME.test(key)) return `${above}[${JSON.stringify(key)}]`;
  return above === '' ? key : `${above}.${key}`;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
