import type { Json } from '@flowmap/asl/language';

/**
 * Puts values that differ into the order in which a Java HashSet has them, made of a list of `length` elements: by the
 * bucket that their hash code chooses, within a bucket as they came.
 */
export function hashSetOrder(values: readonly Json[], length: number): Json[] {
  const buckets = 2 ** Math.ceil(Math.log2(Math.max(16, Math.trunc(length / 0.75) + 1)));
  const bucketOf = (value: Json): number => {
    const hash = hashCode(value);
    return ((hash ^ (hash >>> 16)) & (buckets - 1)) >>> 0;
  };
  // Sorting keeps the order of what is equal.
  return values
    .map((value) => [bucketOf(value), value] as const)
    .sort(([left], [right]) => left - right)
    .map(([, value]) => value);
}

/** What Java's `hashCode` gives for a value of JSON: a 32-bit integer. */
function hashCode(value: Json): number {
  if (value === null) return 0;
  if (typeof value === 'boolean') return value ? 1231 : 1237;
  if (typeof value === 'number') return numberHash(value);
  if (typeof value === 'string') return textHash(value);
  if (Array.isArray(value))
    return (value as readonly Json[]).reduce<number>((hash, item) => times31(hash, hashCode(item)), 1);
  return Object.entries(value).reduce((hash, [name, inner]) => (hash + (textHash(name) ^ hashCode(inner))) | 0, 0);
}

function textHash(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i += 1) hash = times31(hash, text.charCodeAt(i));
  return hash;
}

function times31(hash: number, next: number): number {
  return (Math.imul(31, hash) + next) | 0;
}

/** Of an Integer, a Long or a Double. */
function numberHash(value: number): number {
  if (Number.isInteger(value) && value === (value | 0)) return value;
  const bits = new DataView(new ArrayBuffer(8));
  if (Number.isSafeInteger(value)) bits.setBigInt64(0, BigInt(value));
  else bits.setFloat64(0, value);
  return bits.getInt32(0) ^ bits.getInt32(4);
}
