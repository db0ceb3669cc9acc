import type { Plan, PlannedNode } from './plan.js';

/** A step of a plan and all that depends on it, by data or by order: the names of their steps. */
export function dependents(plan: Plan, step: string): ReadonlySet<string> {
  const marked = new Set<string>([step]);
  mark(plan, marked, false);
  return marked;
}

function mark({ nodes }: Plan, marked: Set<string>, whole: boolean): void {
  for (const node of nodes) {
    const own = whole || marked.has(node.name) || namesIn(node).some((name) => marked.has(name));
    const inner = innerOf(node);
    for (const body of inner) mark(body, marked, own);
    if (own || inner.some((body) => body.nodes.some(({ name }) => marked.has(name)))) marked.add(node.name);
  }
}

function namesIn(node: PlannedNode): readonly string[] {
  if (node.kind === 'step') return [...node.uses.map(({ name }) => name), ...node.after];
  return [node.kind === 'foreach' ? node.items.name : node.by.name];
}

/** The bodies of a node. */
export function innerOf(node: PlannedNode): readonly Plan[] {
  if (node.kind === 'step') return [];
  return node.kind === 'foreach' ? [node.body] : Object.values(node.cases).filter((body) => body !== undefined);
}

/** The names of all steps of a plan. */
export function stepsOf({ nodes }: Plan): readonly string[] {
  return nodes.flatMap((node) => (node.kind === 'step' ? [node.name] : innerOf(node).flatMap(stepsOf)));
}
