import type { Path, Reference } from '@flowmap/graph';
import { FlowError } from '@flowmap/graph';
import type { Lifted } from './ref.js';

/** Where a handle keeps its reference. Shared by all copies of this package, since a bundle may hold several. */
const REFERENCE = Symbol.for('@flowmap/reference');

/** What an author may do by mistake with a value that does not exist yet; each throws an error that says so. */
const USES: ReadonlyMap<PropertyKey, string> = new Map<PropertyKey, string>([
  [Symbol.toPrimitive, 'used as a string or a number'],
  [Symbol.iterator, 'iterated'],
  [Symbol.asyncIterator, 'iterated'],
  ['toJSON', 'written as JSON'],
  ['toString', 'used as a string'],
  ['valueOf', 'used as a value'],
]);

/**
 * Makes the handle of a referenced value. It answers every property with the handle of that property, and does nothing
 * else: whatever needs the value throws a `FlowError` with code `HANDLE_USED`. `then` is undefined, so that a handle is
 * never taken for a promise.
 */
export function handleOf<T>(reference: Reference): Lifted<T> {
  /** A function that refuses: the author's line is the one that calls it. */
  const refuse = (how: string): (() => never) => {
    const refusing = (): never => misuse(reference, how, refusing);
    return refusing;
  };
  const search = refuse('searched for a property');
  // The target is a function so that `start.out.rows.map(...)` gets our explanation and not "is not a function".
  const handle: unknown = new Proxy(() => undefined, {
    get: (_target, property) => {
      if (property === REFERENCE) return reference;
      const use = USES.get(property);
      if (use !== undefined) return refuse(use);
      if (typeof property === 'symbol' || property === 'then') return undefined;
      return handleOf({ ...reference, path: [...reference.path, property] });
    },
    has: (_target, property) => property === REFERENCE || search(),
    ownKeys: refuse('spread or listed'),
    set: refuse('assigned to'),
    apply: refuse('called'),
  });
  return handle as Lifted<T>;
}

/** Refuses a use. The stack of the error begins with the author's line: the frames up to `from` are left out. */
function misuse(reference: Reference, how: string, from: () => never): never {
  const message = `${describe(reference)} was ${how}, but it has no value while the flow is defined`;
  const error = new FlowError('HANDLE_USED', message, {
    hint: 'Pass it to a step through `in`, and use the value in the step.',
  });
  Error.captureStackTrace(error, from);
  throw error;
}

/** The reference behind a handle; undefined for anything that is no handle. */
export function referenceOf(value: unknown): Reference | undefined {
  if (typeof value !== 'function') return undefined;
  return (value as { readonly [REFERENCE]?: Reference })[REFERENCE];
}

/** A reference as the author would write it: `start.out.chunks`. */
function describe(reference: Reference): string {
  const path: Path = reference.path;
  if ('node' in reference) return ['The output of ' + reference.node, ...path].join('.');
  if ('item' in reference) return ['An item of ' + reference.item, ...path].join('.');
  return ['Parameter ' + reference.param, ...path].join('.');
}
