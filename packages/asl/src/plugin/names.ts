import { createHash } from 'node:crypto';
import type { Json } from '@flowmap/graph';

/** Digits of a digest: two names or settings of one account meet by chance once in some hundred million pairs. */
const DIGITS = 8;

/**
 * A name of at most so many characters, with `end` at its end. A beginning that is too long is cut, and a digest of all of it then
 * tells it from others that begin alike.
 */
export function boundedName(beginning: string, end: string, longest: number): string {
  if (beginning.length + end.length <= longest) return beginning + end;
  const digest = digestOf(beginning);
  return `${beginning.slice(0, longest - end.length - DIGITS - 1)}-${digest}${end}`;
}

/** Eight hexadecimal digits that are the same for equal values, in whatever order their properties stand. */
export function digestOf(value: Json): string {
  return createHash('sha256')
    .update(JSON.stringify(ordered(value)))
    .digest('hex')
    .slice(0, DIGITS);
}

function ordered(value: Json): Json {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, one]) => [name, ordered(one)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
