import { isDeepStrictEqual } from 'node:util';
import type { Json, PathCondition, PathOperand, PathOperator, PathSegment } from '@flowmap/asl/language';

/** Gives all values that segments of a path select in a value. */
export type Select = (segments: readonly PathSegment[], value: Json) => readonly Json[];

/** Whether an element of a list is kept by a filter. `select` follows the paths inside the filter. */
export function satisfies(element: Json, condition: PathCondition, select: Select): boolean {
  const holds = (inner: PathCondition): boolean => satisfies(element, inner, select);
  switch (condition.kind) {
    case 'and':
      return condition.conditions.every(holds);
    case 'or':
      return condition.conditions.some(holds);
    case 'not':
      return !holds(condition.condition);
    case 'exists':
      return select(condition.path, element).length > 0;
    case 'compare': {
      const { operator, left, right } = condition;
      return compare(operator, valueOf(left, element, select), valueOf(right, element, select));
    }
  }
}

/** Undefined where a path finds nothing, or more than one value. */
function valueOf(operand: PathOperand, element: Json, select: Select): Json | undefined {
  if (operand.kind === 'value') return operand.value;
  const found = select(operand.path, element);
  return found.length === 1 ? found[0] : undefined;
}

function compare(operator: PathOperator, left: Json | undefined, right: Json | undefined): boolean {
  if (operator === '==') return isEqual(left, right);
  if (operator === '!=') return !isEqual(left, right);
  if (typeof left === 'number' && typeof right === 'number') return isInOrder(operator, left - right);
  if (typeof left !== 'string' || typeof right !== 'string') return false;
  return isInOrder(operator, left < right ? -1 : left > right ? 1 : 0);
}

/** A number equals the text of the same number, as in the library that the service uses. */
function isEqual(left: Json | undefined, right: Json | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  if (typeof left === 'number' && typeof right === 'string') return String(left) === right;
  if (typeof left === 'string' && typeof right === 'number') return left === String(right);
  return isDeepStrictEqual(left, right);
}

function isInOrder(operator: '<' | '<=' | '>' | '>=', difference: number): boolean {
  switch (operator) {
    case '<':
      return difference < 0;
    case '<=':
      return difference <= 0;
    case '>':
      return difference > 0;
    case '>=':
      return difference >= 0;
  }
}
