import { LIMITS, type Json } from '@flowmap/asl/language';

/** Longest wait of a Wait state in days; what is further away is refused. */
export const LONGEST_WAIT_DAYS = 24_855;

/** Length of a text in UTF-8. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code >= 0x80) bytes += 1;
    // A surrogate is half of a character of four bytes.
    if (code >= 0x800 && (code < 0xd800 || code > 0xdfff)) bytes += 1;
  }
  return bytes;
}

/** Bytes of a value's JSON text in UTF-8. */
export function jsonBytes(value: Json): number {
  return utf8Length(JSON.stringify(value));
}

/** Whether a value passes the payload limit of 262,144 bytes. */
export function isTooLarge(value: Json): boolean {
  switch (typeof value) {
    case 'number':
    case 'boolean':
      return false;
    case 'string':
      if (value.length * 6 + 2 <= LIMITS.payloadBytes) return false;
      break;
    default:
      if (value === null) return false;
  }
  const text = JSON.stringify(value);
  // A UTF-16 unit takes at most three bytes, so most payloads need no count.
  if (text.length * 3 <= LIMITS.payloadBytes) return false;
  return text.length > LIMITS.payloadBytes || utf8Length(text) > LIMITS.payloadBytes;
}
