import type { Json } from '@flowmap/asl/language';
import type { Expected } from './data-flow.js';

/** A number that is whole and within bounds, both included. */
export function integerWithin(field: string, least: number, most: number): Expected<number> {
  return {
    type: 'number',
    isWhole: true,
    fault: (value) =>
      Number.isInteger(value) && value >= least && value <= most
        ? undefined
        : `The ${field} field must be an integer from ${least} to ${most} but was: ${value}`,
  };
}

/** A whole number that is not negative. `name` is the field's, without the ending Path. */
export function notNegative(name: string): Expected<number> {
  return {
    type: 'number',
    isWhole: true,
    fault: (value) => {
      if (!Number.isInteger(value)) return `${name} must be an integer but was: ${value}`;
      return value < 0 ? `${name} cannot be negative.` : undefined;
    },
  };
}

/** A value's type as the service names it. */
export function typeName(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
