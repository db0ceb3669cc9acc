import { AwsError } from '../protocol/aws-error.js';

/** Refuses what is no event pattern: an object whose leaves are lists. Throws `InvalidEventPatternException`. */
export function checkEventPattern(text: string): void {
  let pattern: unknown;
  try {
    pattern = JSON.parse(text);
  } catch (error) {
    throw invalid((error as Error).message);
  }
  if (!isObject(pattern)) throw invalid('Filter is not an object');
  checkFields(pattern);
}

function checkFields(fields: Readonly<Record<string, unknown>>): void {
  if (Object.keys(fields).length === 0) throw invalid('Empty objects are not allowed');
  for (const [name, value] of Object.entries(fields)) {
    if (name === '$or') {
      if (!Array.isArray(value) || !value.every(isObject)) throw invalid('"$or" must be an array of objects');
      value.forEach(checkFields);
    } else if (Array.isArray(value)) {
      if (value.length === 0) throw invalid('Empty arrays are not allowed');
    } else if (isObject(value)) checkFields(value);
    else throw invalid(`"${name}" must be an object or an array`);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(reason: string): AwsError {
  return new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);
}
