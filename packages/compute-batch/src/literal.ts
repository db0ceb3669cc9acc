import type { Expression } from '@flowmap/asl/language';
import type { Json } from '@flowmap/graph';

/** A value as JSONata writes it. Single quotes where possible: inside JSON they need no escape, so definitions stay small. */
export function literal(value: Json): Expression {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([name, one]) => `${literal(name)}: ${literal(one ?? null)}`);
    return `{${entries.join(', ')}}`;
  }
  return typeof value === 'string' && !/['"\\]/.test(value) ? `'${value}'` : JSON.stringify(value);
}
