import { type Direct, LIBRARY } from './syntax.js';

type Operator = (left: unknown, right: unknown) => unknown;

/** Text of a scalar as the library writes it: numbers with 15 digits. */
export function textOf(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return String(Number(value.toPrecision(15)));
    case 'boolean':
      return String(value);
    default:
      return value === null ? 'null' : LIBRARY;
  }
}

function arithmetic(compute: (left: number, right: number) => number): Operator {
  return (left, right) => {
    if (typeof left !== 'number' || typeof right !== 'number') return LIBRARY;
    const value = compute(left, right);
    return Number.isFinite(value) ? value : LIBRARY;
  };
}

function comparison(compare: (left: number | string, right: number | string) => boolean): Operator {
  return (left, right) => {
    const isOrdered =
      (typeof left === 'number' && typeof right === 'number') ||
      (typeof left === 'string' && typeof right === 'string');
    return isOrdered ? compare(left, right) : LIBRARY;
  };
}

function equality(isEqual: boolean): Operator {
  return (left, right) => {
    // Nothing equals nothing, and is not unequal to it either.
    if (left === undefined || right === undefined) return false;
    if (typeof left === 'object' || typeof right === 'object') return LIBRARY;
    return (left === right) === isEqual;
  };
}

function concatenation(left: unknown, right: unknown): unknown {
  const start = left === undefined ? '' : textOf(left);
  const end = right === undefined ? '' : textOf(right);
  return start === LIBRARY || end === LIBRARY ? LIBRARY : (start as string) + (end as string);
}

/** Operators whose both sides are always computed. */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['+', arithmetic((left, right) => left + right)],
  ['-', arithmetic((left, right) => left - right)],
  ['*', arithmetic((left, right) => left * right)],
  ['/', arithmetic((left, right) => left / right)],
  ['%', arithmetic((left, right) => left % right)],
  ['&', concatenation],
  ['=', equality(true)],
  ['!=', equality(false)],
  ['<', comparison((left, right) => left < right)],
  ['<=', comparison((left, right) => left <= right)],
  ['>', comparison((left, right) => left > right)],
  ['>=', comparison((left, right) => left >= right)],
]);

/** `and` of truth values. */
export function conjunction(lhs: Direct, rhs: Direct): Direct {
  return (scope) => {
    const left = lhs(scope);
    if (left === false) return false;
    return left === true ? truth(rhs(scope)) : LIBRARY;
  };
}

/** `or` of truth values. */
export function disjunction(lhs: Direct, rhs: Direct): Direct {
  return (scope) => {
    const left = lhs(scope);
    if (left === true) return true;
    return left === false ? truth(rhs(scope)) : LIBRARY;
  };
}

function truth(value: unknown): unknown {
  return typeof value === 'boolean' ? value : LIBRARY;
}
