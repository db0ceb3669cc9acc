import { type Direct, LIBRARY, onlyHas, type SyntaxNode } from './syntax.js';

/** `$states.input.a.b` and `$variable.a`. */
export function path(node: SyntaxNode): Direct | undefined {
  const steps = node.steps ?? [];
  if (!onlyHas(node, ['steps']) || !steps.every((step) => onlyHas(step, ['value']))) return undefined;
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
    // The library maps over lists, and flattens what it finds.
    if (Array.isArray(value)) return LIBRARY;
    if (Object.hasOwn(value, name)) value = (value as Readonly<Record<string, unknown>>)[name];
    else if (name in value) return LIBRARY;
    else return undefined;
  }
  return value;
}
