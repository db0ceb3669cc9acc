import { FlowError } from '@flowmap/graph';

/** Most bytes of UTF-8 that a key may have. The limit is that of Amazon S3. */
export const MAX_KEY_BYTES = 1024;

/**
 * Throws `INVALID_KEY` for what is no key: empty, over 1,024 bytes, beginning or ending with `/`, with an empty part, a part
 * `.` or `..`, a NUL, or half a surrogate pair. With `prefix`, the last part may be empty or the beginning of a part.
 */
export function checkKey(key: string, kind: 'key' | 'prefix' = 'key'): void {
  const fault = faultOf(key, kind);
  if (fault)
    throw new FlowError('INVALID_KEY', `${JSON.stringify(key.slice(0, 200))} is no ${kind} of an object: ${fault}`);
}

function faultOf(key: string, kind: 'key' | 'prefix'): string | undefined {
  if (kind === 'key' && key === '') return 'it is empty';
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) return `it has more than ${MAX_KEY_BYTES} bytes`;
  if (key.includes('\0')) return 'it has a NUL';
  if (/\p{Surrogate}/u.test(key)) return 'it has half a surrogate pair';
  const parts = key.split('/');
  if (kind === 'prefix') parts.pop();
  if (parts.includes('')) return 'a part of it is empty';
  if (parts.includes('.') || parts.includes('..')) return 'a part of it is `.` or `..`';
  return undefined;
}

/** Compares two keys by their bytes in UTF-8, without making these: negative where `a` comes first. */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const one = a.charCodeAt(at);
    const other = b.charCodeAt(at);
    if (one !== other) return rank(one) - rank(other);
  }
  return a.length - b.length;
}

/** UTF-16 puts surrogates, which mean code points from 0x10000, before 0xE000 to 0xFFFF; UTF-8 puts them behind. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
