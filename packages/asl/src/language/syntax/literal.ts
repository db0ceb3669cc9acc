import type { Json } from '../types.js';

/** The value of `true`, `false`, `null` or a number as it may stand in a path or call: also with zeros before it, as `01`. */
export function literalValue(text: string): Json {
  switch (text) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'null':
      return null;
    default:
      // JSON has no infinite number.
      return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, Number(text)));
  }
}
