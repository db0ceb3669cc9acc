/** A JSON object of which nothing is known yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object: neither null nor a list. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a field is there, also with the value null. */
export function has(fields: Fields, name: string): boolean {
  return Object.hasOwn(fields, name);
}

/** The elements of a list, or none where the value is no list. */
export function elements(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** The location of a field of what is at `location`. */
export function at(location: string, field: string): string {
  return location === '/' ? `/${field}` : `${location}/${field}`;
}

/** Whether a value is one of these strings. */
export function isOneOf(value: unknown, strings: readonly string[]): value is string {
  return typeof value === 'string' && strings.includes(value);
}
