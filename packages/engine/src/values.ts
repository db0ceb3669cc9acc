import type { Json } from '@flowmap/asl/language';
import type { Template } from './expression/template.js';
import { evaluate, type Visit } from './visit.js';

/** A value of a certain kind that a field of a state must have. */
export interface Expected<T extends Json> {
  /** As the service names the type: `number`. */
  readonly type: 'number' | 'string' | 'boolean' | 'array';
  /** What is wrong with a value of the right type; undefined when nothing is. */
  readonly fault?: (value: T) => string | undefined;
}

/** Evaluates a field and fails the state where its value is not as expected. */
export async function valueOf<T extends Json>(
  visit: Visit,
  field: string,
  template: Template,
  expected: Expected<T>,
): Promise<T> {
  const value = await evaluate(visit, template);
  if (typeName(value) !== expected.type) {
    const origin = template.source === undefined ? 'value' : `JSONata expression '${template.source}'`;
    throw await visit.evaluationFailure(
      `The ${origin} specified for the field '${field}' returned an unexpected result type. ` +
        `Expected '${expected.type}', but was '${typeName(value)}' for value: ${JSON.stringify(value)}`,
      field,
    );
  }
  const fault = expected.fault?.(value as T);
  // The expression itself was evaluated well, so this follows from the entry of the state.
  if (fault !== undefined) throw await visit.evaluationFailure(fault, field, visit.thread, visit.thread.previous);
  return value as T;
}

/** A number that is whole and within bounds, both included. */
export function integerWithin(field: string, least: number, most: number): Expected<number> {
  return {
    type: 'number',
    fault: (value) =>
      Number.isInteger(value) && value >= least && value <= most
        ? undefined
        : `The ${field} field must be an integer from ${least} to ${most} but was: ${value}`,
  };
}

function typeName(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
