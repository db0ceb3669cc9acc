import { ApiError, validationError } from './api-error.js';
import type { Shape, Structure } from './shape.js';

/**
 * Checks a request against its shape, in the words of the service: wrong JSON types are a `SerializationException`, all broken
 * constraints together one `ValidationException`. Gives the request with its known members; one that is null counts as left out.
 */
export function checkRequest(request: unknown, shape: Structure): object {
  const faults: string[] = [];
  check(request, shape, '', faults);
  if (faults.length === 0) return known(request, shape) as object;
  const errors = faults.length === 1 ? 'error' : 'errors';
  throw validationError(`${faults.length} validation ${errors} detected: ${faults.join('; ')}`);
}

/** A value without the members that are null or that its shape does not have. */
function known(value: unknown, shape: Shape): unknown {
  if (shape.kind === 'list') return (value as readonly unknown[]).map((item) => known(item, shape.of));
  if (shape.kind !== 'structure') return value;
  const given = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(shape.members)
      .filter(([name]) => (given[name] ?? null) !== null)
      .map(([name, member]) => [name, known(given[name], member)]),
  );
}

function check(value: unknown, shape: Shape, path: string, faults: string[]): void {
  switch (shape.kind) {
    case 'structure':
      checkStructure(value, shape, path, faults);
      return;
    case 'list':
      checkList(value, shape, path, faults);
      return;
    case 'string':
      checkString(value, shape, path, faults);
      return;
    case 'boolean':
      if (typeof value !== 'boolean') throw wrongType(value, path, 'Boolean');
      return;
    default:
      checkNumber(value, shape, path, faults);
  }
}

function checkStructure(value: unknown, { members, required }: Structure, path: string, faults: string[]): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrongType(value, path, 'Structure');
  const given = value as Readonly<Record<string, unknown>>;
  for (const name of required) {
    if ((given[name] ?? null) === null) faults.push(fault('null', join(path, name), 'Member must not be null'));
  }
  for (const [name, shape] of Object.entries(members)) {
    const member = given[name] ?? null;
    if (member !== null) check(member, shape, join(path, name), faults);
  }
}

function checkList(value: unknown, shape: Extract<Shape, { kind: 'list' }>, path: string, faults: string[]): void {
  if (!Array.isArray(value)) throw wrongType(value, path, 'List');
  const shown = `'${JSON.stringify(value)}'`;
  if (value.length < (shape.min ?? 0))
    faults.push(fault(shown, path, `${LENGTH} greater than or equal to ${shape.min}`));
  if (value.length > (shape.max ?? Infinity))
    faults.push(fault(shown, path, `${LENGTH} less than or equal to ${shape.max}`));
  for (const [i, item] of value.entries()) check(item, shape.of, `${path}.${i + 1}.member`, faults);
}

function checkString(value: unknown, shape: Extract<Shape, { kind: 'string' }>, path: string, faults: string[]): void {
  if (typeof value !== 'string') throw wrongType(value, path, 'String');
  const { min, max, pattern, values } = shape;
  const shown = shape.secret === true ? '' : `'${value}'`;
  if (min !== undefined && value.length < min)
    faults.push(fault(shown, path, `${LENGTH} greater than or equal to ${min}`));
  if (max !== undefined && value.length > max)
    faults.push(fault(shown, path, `${LENGTH} less than or equal to ${max}`));
  if (pattern?.test(value) === false) {
    faults.push(fault(shown, path, `Member must satisfy regular expression pattern: ${pattern.source}`));
  }
  if (values?.includes(value) === false) {
    faults.push(fault(shown, path, `Member must satisfy enum value set: [${values.join(', ')}]`));
  }
}

function checkNumber(
  value: unknown,
  { kind, min, max }: Extract<Shape, { kind: 'integer' | 'number' }>,
  path: string,
  faults: string[],
): void {
  if (typeof value !== 'number' || (kind === 'integer' && !Number.isInteger(value))) {
    throw wrongType(value, path, kind === 'integer' ? 'Integer' : 'Float');
  }
  if (min !== undefined && value < min)
    faults.push(fault(`'${value}'`, path, `${VALUE} greater than or equal to ${min}`));
  if (max !== undefined && value > max) faults.push(fault(`'${value}'`, path, `${VALUE} less than or equal to ${max}`));
}

const LENGTH = 'Member must have length';
const VALUE = 'Member must have value';

/** A value that must not be shown leaves its place out: `Value at 'input'`. */
function fault(shown: string, path: string, constraint: string): string {
  return `Value ${shown === '' ? '' : `${shown} `}at '${path}' failed to satisfy constraint: ${constraint}`;
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function wrongType(value: unknown, path: string, expected: string): ApiError {
  const found = value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value;
  const place = path === '' ? 'the request' : `'${path}'`;
  return new ApiError('SerializationException', `${place} is a ${found} and cannot be converted to ${expected}`);
}
