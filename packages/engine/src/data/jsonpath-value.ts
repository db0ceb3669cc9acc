import type { Json } from '@flowmap/asl/language';
import type { Scope } from '../expression/scope.js';
import { RuntimeError, type Template } from '../expression/template.js';
import { ReferenceConflict } from '../jsonpath/reference-path.js';
import { ERRORS, StateFailure } from '../failure.js';
import type { Visit } from '../visit.js';
import type { Expected, Value } from './data-flow.js';
import { typeName } from './expected.js';

/** Evaluates a template of JSONPath, which never waits for anything; fails the state with States.Runtime. */
export function evaluateNow(visit: Visit, template: Template, scope: Scope = visit): Json {
  if (template.constant !== undefined) return template.constant;
  try {
    return template.evaluate(scope) as Json;
  } catch (error) {
    if (error instanceof RuntimeError) throw visit.runtimeFailure(error.message);
    // The documentation calls this failure of a ResultPath States.ResultPathMatchFailure; this is what users report.
    if (error instanceof ReferenceConflict) throw new StateFailure(ERRORS.referencePath, error.message);
    throw error;
  }
}

/** Evaluates a field and fails the state with States.Runtime where its value is not as expected. */
export async function jsonpathValue<T extends Json>(
  visit: Visit,
  { field, template }: Value,
  expected: Expected<T>,
  scope: Scope = visit,
): Promise<T> {
  const given = evaluateNow(visit, template, scope);
  const value = expected.type === 'number' ? numberIn(given, expected.isWhole === true) : given;
  const path = template.source ?? JSON.stringify(given);
  const type = value === undefined ? undefined : typeName(value);
  if (type === undefined || (type !== expected.type && type !== expected.or)) {
    throw visit.runtimeFailure(sentence(field, path, given) ?? misfit(field, path, given, expected));
  }
  const fault = expected.fault?.(value as T);
  if (fault !== undefined) throw visit.runtimeFailure(sentence(field, path, given) ?? fault);
  return value as T;
}

const INTEGER = /^-?\d+$/;
const FLOAT = /^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** A number, also where it is written as text; undefined where there is none. */
function numberIn(value: Json, isWhole: boolean): number | undefined {
  if (typeof value === 'string') return (isWhole ? INTEGER : FLOAT).test(value) ? Number(value) : undefined;
  if (typeof value !== 'number') return undefined;
  return isWhole && !Number.isInteger(value) ? undefined : value;
}

function misfit<T extends Json>(field: string, path: string, value: Json, { type, isWhole }: Expected<T>): string {
  if (type === 'array') return `Reference path "${path.replace(/^\$\$/, '$')}" must point to array.`;
  const wanted = type === 'number' ? (isWhole === true ? 'integer' : 'float') : type;
  return `The ${field} field refers to value "${shown(value)}" which is not a valid ${wanted}: ${path}`;
}

/** What the service says of any wrong value of a Wait. */
function sentence(field: string, path: string, value: Json): string | undefined {
  switch (field) {
    case 'SecondsPath':
      return `The SecondsPath parameter cannot be parsed as a long value: ${path} == ${shown(value)}`;
    case 'TimestampPath':
      return (
        'The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ' +
        `${path} == ${shown(value)}`
      );
    default:
      return undefined;
  }
}

function shown(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
