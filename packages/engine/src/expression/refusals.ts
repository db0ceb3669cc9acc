/** A node of the library's syntax tree, looked through without knowing all its kinds. */
interface Node {
  readonly type?: unknown;
  readonly value?: unknown;
  readonly [property: string]: unknown;
}

/**
 * What the service refuses in an expression although JSONata has it: names that would be looked up in a document, of
 * which there is none, `$$` and `$eval`. Undefined when nothing is.
 */
export function refusalIn(tree: unknown): string | undefined {
  return search(tree, false);
}

/** `isInside`: within a step or a predicate, where names are looked up in the value before it. */
function search(tree: unknown, isInside: boolean): string | undefined {
  if (typeof tree !== 'object' || tree === null) return undefined;
  if (Array.isArray(tree)) return first(tree, (item) => search(item, isInside));
  const node = tree as Node;
  if (node.type === 'variable' && node.value === '$') return '$$ is not supported; use $states.input';
  if (node.type === 'variable' && node.value === 'eval') return '$eval is not supported';
  if (node.type === 'name' && !isInside) return `the name '${String(node.value)}' refers to nothing; use $states.input`;
  return first(Object.entries(node), ([property, child]) => {
    if (property === 'steps' && Array.isArray(child)) return first(child, (step, i) => search(step, isInside || i > 0));
    return search(child, isInside || PREDICATES.has(property));
  });
}

const PREDICATES: ReadonlySet<string> = new Set(['stages', 'predicate', 'group']);

function first<T>(items: readonly T[], find: (item: T, i: number) => string | undefined): string | undefined {
  for (const [i, item] of items.entries()) {
    const found = find(item, i);
    if (found !== undefined) return found;
  }
  return undefined;
}
