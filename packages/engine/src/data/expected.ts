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

/** A value's type as the service names it. */
export function typeName(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
