import type { Json } from '@flowmap/asl/language';

/**
 * A value as the service prints it where it makes text of it: `{a=1, b=[x, null]}`. Strings stand there as they are,
 * also inside; a number is written as Java does.
 */
export function javaText(value: Json): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return javaNumber(value);
  if (value === null || typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(javaText).join(', ')}]`;
  const fields = Object.entries(value).map(([name, inner]) => `${name}=${javaText(inner)}`);
  return `{${fields.join(', ')}}`;
}

/** Fractions from a thousandth to ten million are written plainly, others as `1.5E-4`. */
function javaNumber(value: number): string {
  const size = Math.abs(value);
  if (Number.isSafeInteger(value) || (size >= 1e-3 && size < 1e7)) return String(value);
  const [mantissa = '', exponent = ''] = value.toExponential().split('e');
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${exponent.replace('+', '')}`;
}
