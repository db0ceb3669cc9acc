import type { Json } from '@flowmap/asl/language';
import type { Shape } from './shape.js';

/** How strictly a mocked result is held against a shape: PRESENT does not ask for required fields. */
export type Strictness = 'STRICT' | 'PRESENT';

/**
 * What is wrong with a value, as the service says it: the first fault alone, named by its innermost field. A required
 * field that is missing comes before what is wrong with the fields that are there; that order is not recorded.
 */
export function faultIn(value: Json, shape: Shape, strictness: Strictness, name: string): string | undefined {
  const wrong = (what: string): string => `Field '${name}' ${what}`;
  switch (shape.kind) {
    case 'text':
      return typeof value === 'string' ? textFault(value, shape, wrong) : wrong('must be a string');
    case 'number':
      return typeof value === 'number' ? numberFault(value, shape, wrong) : wrong('must be a number');
    // The words for the following are not recorded, except for lists.
    case 'boolean':
      return typeof value === 'boolean' ? undefined : wrong('must be a boolean');
    case 'time':
      return typeof value === 'string' || typeof value === 'number' ? undefined : wrong('must be a timestamp');
    case 'list': {
      if (!Array.isArray(value)) return wrong('must be an array');
      return first(value as readonly Json[], (element) => faultIn(element, shape.of, strictness, name));
    }
    case 'map':
      if (!isObject(value)) return wrong('must be an object');
      return first(Object.entries(value), ([key, inner]) => faultIn(inner, shape.of, strictness, key));
    case 'structure': {
      if (!isObject(value)) return wrong('must be an object');
      const missing = strictness === 'STRICT' && shape.required.find((field) => !Object.hasOwn(value, field));
      if (typeof missing === 'string') return `Required field '${missing}' is missing`;
      return first(Object.entries(value), ([field, inner]) => {
        const known = Object.hasOwn(shape.fields, field) ? shape.fields[field] : undefined;
        // A null is as good as nothing; that is not recorded.
        return known === undefined || inner === null ? undefined : faultIn(inner, known, strictness, field);
      });
    }
  }
}

type Wrong = (what: string) => string;

function textFault(
  value: string,
  { least, most, values }: Extract<Shape, { kind: 'text' }>,
  wrong: Wrong,
): string | undefined {
  if (least !== undefined && value.length < least) return wrong('is smaller than the minimum length');
  // Not recorded; worded as for numbers.
  if (most !== undefined && value.length > most) return wrong('exceeds the maximum length');
  return values === undefined || values.includes(value) ? undefined : wrong('is not an expected value');
}

function numberFault(
  value: number,
  { least, most }: Extract<Shape, { kind: 'number' }>,
  wrong: Wrong,
): string | undefined {
  if (least !== undefined && value < least) return wrong('is less than the minimum value');
  return most !== undefined && value > most ? wrong('exceeds the maximum value') : undefined;
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function first<T>(elements: readonly T[], fault: (element: T) => string | undefined): string | undefined {
  for (const element of elements) {
    const found = fault(element);
    if (found !== undefined) return found;
  }
  return undefined;
}
