/** What a value in a service's answer must be. Only what is known is checked; a field that no shape names is free. */
export type Shape =
  | { readonly kind: 'text'; readonly least?: number; readonly most?: number; readonly values?: readonly string[] }
  | { readonly kind: 'number'; readonly least?: number; readonly most?: number }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'time' }
  | { readonly kind: 'list'; readonly of: Shape }
  | { readonly kind: 'map'; readonly of: Shape }
  | { readonly kind: 'structure'; readonly fields: Fields; readonly required: readonly string[] };

/** The fields of a structure, as a state machine sees their names: with a capital letter. */
export type Fields = Readonly<Record<string, Shape>>;

/** The answers of a service's operations, by the name of the operation as a Resource has it: `putItem`. */
export type Operations = Readonly<Record<string, Shape>>;

/** Text, or bytes in Base64; `least` and `most` are its length in characters. */
export function text(length: { readonly least?: number; readonly most?: number } = {}): Shape {
  return { kind: 'text', ...length };
}

/** One of some texts. */
export function oneOf(...values: readonly string[]): Shape {
  return { kind: 'text', values };
}

/** A number; both bounds are allowed values. */
export function number(range: { readonly least?: number; readonly most?: number } = {}): Shape {
  return { kind: 'number', ...range };
}

/** True or false. */
export const BOOLEAN: Shape = { kind: 'boolean' };

/** A time: as text, or as seconds since the epoch. */
export const TIME: Shape = { kind: 'time' };

/** A list. */
export function list(of: Shape): Shape {
  return { kind: 'list', of };
}

/** An object whose names are free. */
export function map(of: Shape): Shape {
  return { kind: 'map', of };
}

/** An object with known fields. */
export function structure(fields: Fields, required: readonly string[] = []): Shape {
  return { kind: 'structure', fields, required };
}
