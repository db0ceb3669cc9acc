import type { Json } from '@flowmap/asl/language';
import { hashSetOrder } from '../java-hash.js';
import { javaText } from '../java-text.js';
import type { Arguments } from './arguments.js';

/** Elements that States.ArrayRange makes at most. */
const LONGEST_RANGE = 1000;

/** States.ArrayPartition: chunks of a list. */
export function arrayPartition(args: Arguments): Json {
  const list = args.list(0);
  const size = args.integer(1);
  if (size < 1) return args.refuse('the size of a chunk must be at least 1');
  const chunks: Json[] = [];
  for (let i = 0; i < list.length; i += size) chunks.push(list.slice(i, i + size));
  return chunks;
}

/**
 * States.ArrayContains. The service compares the texts that it prints of the values: `"1"` is found by `1`, and the order
 * of an object's fields counts.
 */
export function arrayContains(args: Arguments): Json {
  const wanted = javaText(args.at(1));
  return args.list(0).some((item) => javaText(item) === wanted);
}

/** States.ArrayRange: from the first to the last number, both included. */
export function arrayRange(args: Arguments): Json {
  const [first, last, by] = [args.integer(0), args.integer(1), args.integer(2)];
  if (by === 0) return args.refuse('the increment must not be 0');
  if ((last - first) / by + 1 > LONGEST_RANGE) return args.refuse(`more than ${LONGEST_RANGE} elements`);
  const range: number[] = [];
  for (let value = first; by > 0 ? value <= last : value >= last; value += by) range.push(value);
  return range;
}

/** States.ArrayGetItem: the element at a position from 0. An empty list has null everywhere, as measured on the service. */
export function arrayGetItem(args: Arguments): Json {
  const list = args.list(0);
  const index = args.integer(1);
  if (list.length === 0) return null;
  const item = index < 0 ? undefined : list[index];
  return item === undefined ? args.refuse(`there is no element ${index} in an array of ${list.length}`) : item;
}

/**
 * States.ArrayUnique: the first of each that are equal, whatever the order of their fields. They come in the order of a
 * Java HashSet, as on the service: `[true, false]` of `[true, false, true]` are `[false, true]`.
 */
export function arrayUnique(args: Arguments): Json {
  const list = args.list(0);
  const seen = new Map<string, Json>();
  for (const item of list) {
    const key = sortedText(item);
    if (!seen.has(key)) seen.set(key, item);
  }
  return hashSetOrder([...seen.values()], list.length);
}

/** JSON with the fields of objects in alphabetical order. */
function sortedText(value: Json): string {
  return JSON.stringify(value, (_name, inner: Json) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)))
      : inner,
  );
}
