import type { Scope } from '../scope.js';
import { functionCall } from './calls.js';
import { OPERATORS, conjunction, disjunction } from './operators.js';
import { path } from './path.js';
import { type Direct, LIBRARY, onlyHas, type SyntaxNode } from './syntax.js';

/**
 * The way to compute an expression without the library, for the forms whose meaning is plain; undefined for all others.
 * A form gives LIBRARY for operands on which JSONata has rules of its own, such as lists inside a path: then the library
 * computes the whole expression.
 */
export function direct(node: SyntaxNode): Direct | undefined {
  switch (node.type) {
    case 'path':
      return path(node);
    case 'variable':
      return onlyHas(node, ['value']) ? path({ type: 'path', steps: [node] }) : undefined;
    case 'number':
    case 'string':
    case 'value':
      return onlyHas(node, ['value']) ? literal(node.value) : undefined;
    case 'binary':
      return onlyHas(node, ['value', 'lhs', 'rhs']) ? binary(node) : undefined;
    case 'condition':
      return onlyHas(node, ['condition', 'then', 'else']) ? condition(node) : undefined;
    case 'block':
      return onlyHas(node, ['expressions']) && node.expressions?.length === 1 ? of(node.expressions[0]) : undefined;
    case 'unary':
      return unary(node);
    case 'function':
      return functionCall(node, direct);
    default:
      return undefined;
  }
}

function of(node: SyntaxNode | undefined): Direct | undefined {
  return node === undefined ? undefined : direct(node);
}

function literal(value: unknown): Direct {
  return () => value;
}

function binary(node: SyntaxNode): Direct | undefined {
  const lhs = of(node.lhs as SyntaxNode | undefined);
  const rhs = of(node.rhs);
  if (lhs === undefined || rhs === undefined || typeof node.value !== 'string') return undefined;
  if (node.value === 'and') return conjunction(lhs, rhs);
  if (node.value === 'or') return disjunction(lhs, rhs);
  const operator = OPERATORS.get(node.value);
  if (operator === undefined) return undefined;
  return (scope) => {
    const left = lhs(scope);
    if (left === LIBRARY) return LIBRARY;
    const right = rhs(scope);
    return right === LIBRARY ? LIBRARY : operator(left, right);
  };
}

function condition(node: SyntaxNode): Direct | undefined {
  const test = of(node.condition);
  const then = of(node.then);
  const otherwise = node.else === undefined ? () => undefined : direct(node.else);
  if (test === undefined || then === undefined) return undefined;
  return (scope) => {
    const value = test(scope);
    if (value === true) return then(scope);
    // A branch that is not taken may be of any form.
    if (value === false) return otherwise === undefined ? LIBRARY : otherwise(scope);
    return LIBRARY;
  };
}

function unary(node: SyntaxNode): Direct | undefined {
  if (node.value === '[' && onlyHas(node, ['value', 'expressions'])) {
    const [only] = node.expressions ?? [];
    if (node.expressions?.length === 1 && only?.type === 'binary' && only.value === '..') return range(only);
    const items = (node.expressions ?? []).map(direct);
    return items.every((item) => item !== undefined) ? list(items) : undefined;
  }
  if (node.value === '{' && onlyHas(node, ['value', 'lhs']) && Array.isArray(node.lhs)) return record(node.lhs);
  return undefined;
}

function list(items: readonly Direct[]): Direct {
  return (scope) => {
    const values: unknown[] = [];
    for (const item of items) {
      const value = item(scope);
      // Lists inside are flattened or not by rules of the library.
      if (value === LIBRARY || Array.isArray(value)) return LIBRARY;
      if (value !== undefined) values.push(value);
    }
    return values;
  };
}

/** `[from..to]` of whole numbers. */
function range(node: SyntaxNode): Direct | undefined {
  const lhs = of(node.lhs as SyntaxNode | undefined);
  const rhs = of(node.rhs);
  if (!onlyHas(node, ['value', 'lhs', 'rhs']) || lhs === undefined || rhs === undefined) return undefined;
  return (scope) => {
    const from = lhs(scope);
    const to = rhs(scope);
    if (!Number.isInteger(from) || !Number.isInteger(to)) return LIBRARY;
    const length = Math.max(0, (to as number) - (from as number) + 1);
    if (length > 1_000_000) return LIBRARY;
    return Array.from({ length }, (_, i) => (from as number) + i);
  };
}

/** `{'a': ..., 'b': ...}` with keys that are written out. */
function record(pairs: readonly (readonly SyntaxNode[])[]): Direct | undefined {
  const keys: string[] = [];
  const values: Direct[] = [];
  for (const [key, value] of pairs) {
    const computed = of(value);
    if (key?.type !== 'string' || typeof key.value !== 'string' || !onlyHas(key, ['value'])) return undefined;
    if (computed === undefined || keys.includes(key.value) || key.value === '__proto__') return undefined;
    keys.push(key.value);
    values.push(computed);
  }
  return (scope: Scope) => {
    const result: Record<string, unknown> = {};
    for (const [i, key] of keys.entries()) {
      const value = values[i]?.(scope);
      if (value === LIBRARY || Array.isArray(value)) return LIBRARY;
      if (value !== undefined) result[key] = value;
    }
    return result;
  };
}
