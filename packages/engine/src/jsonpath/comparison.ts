import type { Json } from '@flowmap/asl/language';
import type { Scope } from '../expression/scope.js';
import { RuntimeError } from '../expression/template.js';
import { OPERATORS, TESTS } from './operators.js';
import { compilePath } from './path.js';
import { PathError } from './path-error.js';

/** A rule of a Choice in JSONPath, ready to be asked any number of times. Throws RuntimeError. */
export type Comparison = (scope: Scope) => boolean;

type Rule = Readonly<Record<string, unknown>>;

/** Reports what is wrong with a rule; `place` is its way into the state. */
type Refuse = (fault: string, place: string) => void;

/**
 * Prepares a rule: And, Or and Not of rules, which are asked only as far as needed, or one comparison of a Variable. A
 * rule with a fault is reported and never holds.
 */
export function compileComparison(rule: Rule, place: string, refuse: Refuse): Comparison {
  const inner = (value: unknown, at: string): Comparison => compileComparison(Object(value) as Rule, at, refuse);
  const known = new Set(['And', 'Or', 'Not', 'Variable', 'Comment', 'Next', 'Assign']);
  for (const field of Object.keys(rule)) {
    if (!known.has(field) && !isOperator(field))
      refuse(`The field ${field} is not implemented here`, `${place}/${field}`);
  }
  const each = (value: unknown, at: string): readonly Comparison[] =>
    Array.isArray(value) ? value.map((one, i) => inner(one, `${at}[${i}]`)) : [];
  if ('And' in rule) {
    const all = each(rule['And'], `${place}/And`);
    return (scope) => all.every((holds) => holds(scope));
  }
  if ('Or' in rule) {
    const any = each(rule['Or'], `${place}/Or`);
    return (scope) => any.some((holds) => holds(scope));
  }
  if ('Not' in rule) {
    const holds = inner(rule['Not'], `${place}/Not`);
    return (scope) => !holds(scope);
  }
  const operator = Object.keys(rule).find(isOperator);
  const variable = compiled(rule['Variable']);
  if (operator === undefined || typeof variable === 'string') {
    refuse(typeof variable === 'string' ? `The Variable ${variable}` : 'There is no comparison operator', place);
    return () => false;
  }
  return comparison(operator, variable, rule[operator], (fault) => refuse(fault, `${place}/${operator}`));
}

function isOperator(name: string): boolean {
  return name === 'IsPresent' || Object.hasOwn(TESTS, name) || Object.hasOwn(OPERATORS, name.replace(/Path$/, ''));
}

function comparison(operator: string, variable: Read, operand: unknown, refuse: (fault: string) => void): Comparison {
  const value = operand as Json;
  if (operator === 'IsPresent') return (scope) => isPresent(variable, scope) === value;
  const test = TESTS[operator];
  if (test !== undefined) return (scope) => test(variable(scope)) === value;
  const name = operator.replace(/Path$/, '');
  const compare = OPERATORS[name];
  if (compare === undefined) throw new Error(`There is no operator ${operator}: please report this`);
  if (name === operator) {
    const compareTo = compare(value);
    return (scope) => compareTo(variable(scope));
  }
  const other = compiled(operand);
  if (typeof other === 'string') {
    refuse(`The path ${other}`);
    return () => false;
  }
  return (scope) => {
    const left = variable(scope);
    return compare(other(scope))(left);
  };
}

/** Reads a path, and throws RuntimeError with the service's sentence where it finds nothing. */
type Read = (scope: Scope) => Json;

function compiled(text: unknown): Read | string {
  const path = typeof text === 'string' ? compilePath(text) : 'is no string';
  if (typeof path === 'string') return path;
  return (scope) => {
    try {
      return path.read(scope);
    } catch (error) {
      if (!(error instanceof PathError)) throw error;
      const message = `Invalid path '${path.text}': The choice state's condition path references an invalid value.`;
      throw new RuntimeError(message);
    }
  };
}

function isPresent(read: Read, scope: Scope): boolean {
  try {
    read(scope);
    return true;
  } catch (error) {
    if (error instanceof RuntimeError) return false;
    throw error;
  }
}
