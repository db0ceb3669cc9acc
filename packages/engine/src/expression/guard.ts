import type { Expression as Library } from 'jsonata';

/** Calls inside calls of an expression's own functions, as measured on the service. */
const DEEPEST = 100;

/** Steps of an evaluation. The service stops after a second; here the same expression always stops at the same place. */
const MOST_STEPS = 300_000;

/** Under this name an evaluation finds its own counts; no expression can write it. */
const COUNTS = ' counts';

interface Counts {
  steps: number;
  depth: number;
}

interface Frame {
  lookup(name: string): unknown;
}

/**
 * Keeps an expression with functions of its own from running for ever. Returns what to bind at each evaluation;
 * undefined for an expression without such functions, which always comes to an end.
 */
export function guard(library: Library): (() => Record<string, unknown>) | undefined {
  const bodies = new Set<unknown>();
  collectBodies(library.ast(), bodies);
  if (bodies.size === 0) return undefined;
  const hooks = library as unknown as { assign(name: symbol, value: unknown): void };
  hooks.assign(Symbol.for('jsonata.__evaluate_entry'), (node: unknown, _input: unknown, frame: Frame) => {
    const counts = frame.lookup(COUNTS) as Counts;
    counts.steps += 1;
    if (bodies.has(node)) counts.depth += 1;
    if (counts.steps > MOST_STEPS) throw limit('D1012', 'The evaluation takes too long');
    if (counts.depth > DEEPEST) throw limit('D1011', 'The calls of functions are nested too deeply');
  });
  hooks.assign(Symbol.for('jsonata.__evaluate_exit'), (node: unknown, _input: unknown, frame: Frame) => {
    if (bodies.has(node)) (frame.lookup(COUNTS) as Counts).depth -= 1;
  });
  return () => ({ [COUNTS]: { steps: 0, depth: 0 } satisfies Counts });
}

function limit(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

function collectBodies(tree: unknown, bodies: Set<unknown>): void {
  if (typeof tree !== 'object' || tree === null) return;
  if ('type' in tree && tree.type === 'lambda' && 'body' in tree) bodies.add(tree.body);
  for (const child of Object.values(tree)) collectBodies(child, bodies);
}
