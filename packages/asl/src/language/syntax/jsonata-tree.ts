import { elements, isFields } from '../fields.js';

/**
 * The first thing in jsonata's syntax tree that Step Functions does not have: a name, `$` or `$$` that would read the
 * input document of JSONata (there is none), or `$eval`; undefined where there is nothing of the kind, or no tree.
 */
export function unsupportedName(tree: unknown): string | undefined {
  return search(tree, false);
}

/** @param hasContext whether `tree` is evaluated for a value, as a predicate or a later step of a path is. */
function search(tree: unknown, hasContext: boolean): string | undefined {
  if (!isFields(tree)) return undefined;
  const { type, value } = tree;
  switch (type) {
    case 'name':
    case 'wildcard':
    case 'descendant':
    case 'parent':
      return hasContext ? undefined : `'${String(value)}' of an input document`;
    case 'variable':
      if (value === '$') return '$$';
      if (value === '' && !hasContext) return '$';
      if (value === 'eval') return '$eval';
      break;
    case 'path':
      return searchPath(elements(tree['steps']), hasContext);
    case 'transform':
      // `| location | update |` has the document that it is applied to.
      return undefined;
  }
  // What filters, groups or sorts is evaluated for each value of what stands before it.
  for (const name of ['predicate', 'stages', 'group', 'terms']) {
    const found = searchAll(tree[name], true);
    if (found !== undefined) return found;
  }
  for (const name of OPERANDS) {
    const found = searchAll(tree[name], hasContext);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The first step of a path is evaluated where the path stands, each later one for what the step before it gives. */
function searchPath(steps: readonly unknown[], hasContext: boolean): string | undefined {
  for (const [i, step] of steps.entries()) {
    const found = search(step, hasContext || i > 0);
    if (found !== undefined) return found;
  }
  return undefined;
}

function searchAll(value: unknown, hasContext: boolean): string | undefined {
  for (const element of Array.isArray(value) ? elements(value) : [value]) {
    const found = Array.isArray(element) ? searchAll(element, hasContext) : search(element, hasContext);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Where a node of jsonata's tree keeps the nodes below it. */
const OPERANDS = [
  ...['lhs', 'rhs', 'expression', 'expressions', 'condition', 'then', 'else'],
  ...['procedure', 'arguments', 'body', 'expr'],
];
