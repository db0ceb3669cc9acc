/** What a member of a request may be. Lengths count UTF-16 units, as the service's do. */
export type Shape =
  | {
      readonly kind: 'string';
      readonly min?: number;
      readonly max?: number;
      /** The whole value has to match. */
      readonly pattern?: RegExp;
      readonly values?: readonly string[];
      /** A value that no message repeats: data of the user. */
      readonly secret?: boolean;
    }
  | { readonly kind: 'integer' | 'number'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'list'; readonly of: Shape; readonly min?: number; readonly max?: number }
  | Structure;

/** An object with named members; what is not named is ignored, as the service does. */
export interface Structure {
  readonly kind: 'structure';
  readonly members: Readonly<Record<string, Shape>>;
  readonly required: readonly string[];
}

/** A structure in which the names with a `!` behind them are required. */
export function structure(members: Readonly<Record<string, Shape>>): Structure {
  const names = Object.keys(members);
  return {
    kind: 'structure',
    members: Object.fromEntries(Object.entries(members).map(([name, shape]) => [name.replace(/!$/, ''), shape])),
    required: names.filter((name) => name.endsWith('!')).map((name) => name.slice(0, -1)),
  };
}

/** A string of so many characters. */
export function text(min: number | undefined, max: number | undefined): Extract<Shape, { kind: 'string' }> {
  return { kind: 'string', ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}

/** A string that messages do not repeat. */
export function secret(max: number): Shape {
  return { kind: 'string', max, secret: true };
}

/** A string out of a set. */
export function oneOf(...values: readonly string[]): Shape {
  return { kind: 'string', values };
}

/** A whole number within bounds. */
export function whole(min: number, max?: number): Shape {
  return { kind: 'integer', min, ...(max !== undefined && { max }) };
}
