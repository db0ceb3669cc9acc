import type { Scope } from './scope.js';

/** What is looked at of the library's syntax tree. */
export interface SyntaxNode {
  readonly type: string;
  readonly value?: unknown;
  readonly steps?: readonly SyntaxNode[];
}

/** Says that this value needs the library after all. */
export const LIBRARY: unique symbol = Symbol('library');

/** An expression that is computed without the library: its value, undefined for nothing, or LIBRARY. */
export type Direct = (scope: Scope) => unknown;

/**
 * The way to compute an expression without the library, for the few forms whose meaning is plain; undefined for all
 * others. A form gives LIBRARY for operands on which JSONata has rules of its own, such as lists inside a path.
 */
export function direct(node: SyntaxNode): Direct | undefined {
  if (node.type === 'path') return path(node);
  if (node.type === 'variable')
    return onlyHas(node, ['type', 'value', 'position']) ? path({ type: 'path', steps: [node] }) : undefined;
  return undefined;
}

function onlyHas(node: SyntaxNode, keys: readonly string[]): boolean {
  return Object.keys(node).every((key) => keys.includes(key));
}

/** `$states.input.a.b` and `$variable.a`. */
function path(node: SyntaxNode): Direct | undefined {
  const steps = node.steps ?? [];
  if (!onlyHas(node, ['type', 'steps']) || !steps.every((step) => onlyHas(step, ['type', 'value', 'position']))) {
    return undefined;
  }
  const [root, ...rest] = steps;
  if (root?.type !== 'variable' || !rest.every((step) => step.type === 'name')) return undefined;
  const names = rest.map((step) => String(step.value));
  if (root.value === 'states') return statesPath(names);
  const variable = String(root.value);
  // `$` and `$$` are no variables.
  if (variable === '' || variable === '$') return undefined;
  return (scope) => (Object.hasOwn(scope.variables, variable) ? walk(scope.variables[variable], names) : LIBRARY);
}

function statesPath(names: readonly string[]): Direct | undefined {
  const [first, ...rest] = names;
  switch (first) {
    case 'input':
      return (scope) => walk(scope.input, rest);
    case 'result':
      return (scope) => walk(scope.result, rest);
    case 'errorOutput':
      return (scope) => walk(scope.errorOutput, rest);
    case 'context':
      return (scope) => walk(scope.context(), rest);
    default:
      return undefined;
  }
}

function walk(start: unknown, names: readonly string[]): unknown {
  let value = start;
  for (const name of names) {
    if (typeof value !== 'object' || value === null) return undefined;
    if (Array.isArray(value)) return LIBRARY;
    if (Object.hasOwn(value, name)) value = (value as Readonly<Record<string, unknown>>)[name];
    else if (name in value) return LIBRARY;
    else return undefined;
  }
  return value;
}
