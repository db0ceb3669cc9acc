import { notImplemented } from './aws-error.js';

/** Where a value is, and what was found wrong so far. */
export interface Reading {
  /** Numbers and booleans may come as text: they did not come in JSON. */
  readonly loose: boolean;
  readonly faults: string[];
}

/** What a member of a request may be. */
export interface Shape<T> {
  read(value: unknown, path: string, reading: Reading): T;
}

/** Members of a structure by name. */
export type Members = Readonly<Record<string, Shape<unknown>>>;

/** The type of the value of a shape. */
export type ValueOf<S> = S extends Shape<infer T> ? T : never;

/** A structure with members that have to be there and members that may be. */
export type Structure<R extends Members, O extends Members> = { readonly [K in keyof R]: ValueOf<R[K]> } & {
  readonly [K in keyof O]?: ValueOf<O[K]>;
};

const fault = (shown: unknown, path: string, constraint: string): string =>
  `Value ${shown === null ? 'null' : `'${typeof shown === 'string' ? shown : JSON.stringify(shown)}'`} at '${path}' failed to satisfy constraint: ${constraint}`;

/** A string; lengths in UTF-16 units. */
export function text(
  limits: { readonly min?: number; readonly max?: number; readonly pattern?: RegExp } = {},
): Shape<string> {
  const { min = 0, max = Infinity, pattern } = limits;
  return {
    read(value, path, { faults }) {
      if (typeof value !== 'string') return wrong(value, path, faults, 'a string', '');
      if (value.length < min)
        faults.push(fault(value, path, `Member must have length greater than or equal to ${min}`));
      if (value.length > max) faults.push(fault(value, path, `Member must have length less than or equal to ${max}`));
      if (pattern?.test(value) === false)
        faults.push(fault(value, path, `Member must satisfy regular expression pattern: ${pattern.source}`));
      return value;
    },
  };
}

/** A string out of a set. */
export function oneOf<const T extends string>(...values: readonly T[]): Shape<T> {
  return {
    read(value, path, { faults }) {
      if (!values.includes(value as T))
        faults.push(fault(value, path, `Member must satisfy enum value set: [${values.join(', ')}]`));
      return value as T;
    },
  };
}

/** A whole number. */
export function whole(min: number = -Infinity, max: number = Infinity): Shape<number> {
  return {
    read(value, path, { faults, loose }) {
      const number = loose && typeof value === 'string' && value !== '' ? Number(value) : value;
      if (typeof number !== 'number' || !Number.isInteger(number)) return wrong(value, path, faults, 'an integer', 0);
      if (number < min) faults.push(fault(number, path, `Member must have value greater than or equal to ${min}`));
      if (number > max) faults.push(fault(number, path, `Member must have value less than or equal to ${max}`));
      return number;
    },
  };
}

/** A number. */
export const decimal: Shape<number> = {
  read(value, path, { faults, loose }) {
    const number = loose && typeof value === 'string' && value !== '' ? Number(value) : value;
    return typeof number === 'number' && !Number.isNaN(number) ? number : wrong(value, path, faults, 'a number', 0);
  },
};

/** True or false. */
export const flag: Shape<boolean> = {
  read(value, path, { faults, loose }) {
    if (loose && (value === 'true' || value === 'false')) return value === 'true';
    return typeof value === 'boolean' ? value : wrong(value, path, faults, 'a boolean', false);
  },
};

/** A list; one value alone is a list where it did not come in JSON. */
export function list<T>(of: Shape<T>, min: number = 0, max: number = Infinity): Shape<readonly T[]> {
  return {
    read(value, path, reading) {
      const items: unknown = reading.loose && typeof value === 'string' ? (value === '' ? [] : [value]) : value;
      if (!Array.isArray(items)) return wrong(value, path, reading.faults, 'a list', []);
      if (items.length < min)
        reading.faults.push(fault(value, path, `Member must have length greater than or equal to ${min}`));
      if (items.length > max)
        reading.faults.push(fault(value, path, `Member must have length less than or equal to ${max}`));
      return items.map((item, i) => of.read(item, `${path}.${i + 1}.member`, reading));
    },
  };
}

/** An object with any names. */
export function mapOf<T>(of: Shape<T>, most: number = Infinity): Shape<Readonly<Record<string, T>>> {
  return {
    read(value, path, reading) {
      if (!isObject(value)) return wrong(value, path, reading.faults, 'a map', {});
      const entries = Object.entries(value);
      if (entries.length > most)
        reading.faults.push(fault(value, path, `Member must have length less than or equal to ${most}`));
      return Object.fromEntries(entries.map(([name, one]) => [name, of.read(one, `${path}.${name}.member`, reading)]));
    },
  };
}

/** An object with named members. One that is null counts as left out; one that is not known here is refused by name. */
export function structure<R extends Members, O extends Members>(required: R, optional: O): Shape<Structure<R, O>> {
  return {
    read(value, path, reading) {
      if (!isObject(value)) return wrong(value, path, reading.faults, 'a structure', {} as Structure<R, O>);
      const at = (name: string): string => (path === '' ? lowered(name) : `${path}.${lowered(name)}`);
      const given = Object.entries(value).filter(([, one]) => (one ?? null) !== null);
      for (const name of Object.keys(required)) {
        if ((value[name] ?? null) === null) reading.faults.push(fault(null, at(name), 'Member must not be null'));
      }
      return Object.fromEntries(
        given.map(([name, one]) => {
          const shape = required[name] ?? optional[name];
          if (shape === undefined) throw notImplemented(`the member ${at(name)}`);
          return [name, shape.read(one, at(name), reading)];
        }),
      ) as Structure<R, O>;
    },
  };
}

/** What is kept and given back as it came. */
export const anything: Shape<unknown> = { read: (value) => value };

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The services write the names of members so in their messages. */
function lowered(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function wrong<T>(value: unknown, path: string, faults: string[], expected: string, instead: T): T {
  faults.push(fault(value ?? null, path, `Member must be ${expected}`));
  return instead;
}
