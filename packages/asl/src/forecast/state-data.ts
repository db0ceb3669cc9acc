import type { Template } from '../language/index.js';
import { LIMITS, utf8Bytes } from '../language/index.js';

/** How many bytes the parts of state data take that a definition only names. */
export interface DataSizes {
  /** The index path, without quotes. */
  readonly index: number;
  /** The value of each fact by its name, quotes included. */
  readonly facts: ReadonlyMap<string, number>;
}

/** A value of which nothing is known. Among what the compiler writes into state data only errors are such. */
const UNKNOWN = 20;

/** The position of an item, in digits, as the ends of a range have it. */
const POSITION = 9;

/**
 * Bytes at the most of what a template of state data gives: with the longest run id and index path. One that hands on its input is no
 * object and counts nothing, since that was counted where it was made.
 */
export function stateDataBytes(template: Template | undefined, sizes: DataSizes): number {
  if (typeof template !== 'object' || template === null || Array.isArray(template)) return 0;
  return valueBytes('', template, sizes);
}

function valueBytes(name: string, template: Template, sizes: DataSizes): number {
  if (typeof template === 'object' && template !== null) {
    const fields = Object.entries(template).map(([key, value]) => {
      return utf8Bytes(JSON.stringify(key)) + 1 + valueBytes(key, value, sizes);
    });
    return 2 + Math.max(0, fields.length - 1) + fields.reduce((sum, bytes) => sum + bytes, 0);
  }
  if (typeof template !== 'string' || !template.startsWith('{%')) return utf8Bytes(JSON.stringify(template));
  switch (name) {
    case 'run':
      return LIMITS.name + 2;
    case 'i':
      return sizes.index + 2;
    case 'from':
    case 'to':
      return POSITION;
    default:
      return sizes.facts.get(name) ?? UNKNOWN;
  }
}
