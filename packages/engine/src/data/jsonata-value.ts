import type { Json } from '@flowmap/asl/language';
import type { Scope } from '../expression/scope.js';
import { evaluate, type Visit } from '../visit.js';
import type { Expected, Value } from './data-flow.js';
import { typeName } from './expected.js';

/** Evaluates a field and fails the state with States.QueryEvaluationError where its value is not as expected. */
export async function jsonataValue<T extends Json>(
  visit: Visit,
  { field, template }: Value,
  expected: Expected<T>,
  scope: Scope = visit,
): Promise<T> {
  const value = await evaluate(visit, template, scope);
  if (typeName(value) !== expected.type && typeName(value) !== expected.or) {
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
