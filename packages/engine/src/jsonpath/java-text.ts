import type { Json } from '@flowmap/asl/language';

/**
 * A value as the service prints it where it makes text of it: `{a=1, b=[x, null]}`. Strings stand there as they are,
 * also inside; a fraction is written in the shortest form.
 */
export function javaText(value: Json): string {
  if (typeof value === 'string') return value;
  if (value === null || typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(javaText).join(', ')}]`;
  const fields = Object.entries(value).map(([name, inner]) => `${name}=${javaText(inner)}`);
  return `{${fields.join(', ')}}`;
}
