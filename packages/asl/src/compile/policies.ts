import type { PolicyStatement } from '../plugin/index.js';

/** The same rights, each said once: statements over the same resources become one, in the order of first mention. */
export function mergePolicies(statements: readonly PolicyStatement[]): readonly PolicyStatement[] {
  const merged = new Map<string, PolicyStatement>();
  for (const statement of statements) {
    const resources = [...new Set(statement.Resource)].sort();
    const key = JSON.stringify([resources, statement.Condition ?? null]);
    const before = merged.get(key)?.Action ?? [];
    const actions = [...new Set([...before, ...statement.Action])].sort();
    merged.set(key, {
      Action: actions,
      Resource: resources,
      ...(statement.Condition === undefined ? {} : { Condition: statement.Condition }),
    });
  }
  return [...merged.values()];
}
