import type { PolicyStatement } from '@flowmap/asl';
import type { Json } from '@flowmap/graph';
import { covers } from './pattern.js';

/**
 * The same rights in as few statements as can be read. Nothing is widened: a resource that another of its statement covers goes; what
 * another statement under no other condition allows goes; statements over the same resources become one, and so do those of the
 * same actions. The order is that of first mention.
 */
export function compact(statements: readonly PolicyStatement[]): readonly PolicyStatement[] {
  let before: PolicyStatement[] = statements.map(({ Action: actions, Resource: resources, Condition: condition }) => ({
    Action: inOrder(actions),
    Resource: uncovered(inOrder(resources)),
    ...(condition === undefined ? {} : { Condition: condition }),
  }));
  // What one step makes the same, another can put together.
  for (;;) {
    const after = once(before);
    if (JSON.stringify(after) === JSON.stringify(before)) return after;
    before = after;
  }
}

function once(statements: readonly PolicyStatement[]): PolicyStatement[] {
  const byResource = joined(statements, ({ Resource: resources }) => resources, 'Action');
  const byAction = joined(withoutRepeated(byResource), ({ Action: actions }) => actions, 'Resource');
  return byAction.map((statement) => ({ ...statement, Resource: uncovered(statement.Resource) }));
}

/** Puts statements together whose key and condition are the same. */
function joined(
  statements: readonly PolicyStatement[],
  keyOf: (statement: PolicyStatement) => readonly string[],
  field: 'Action' | 'Resource',
): readonly PolicyStatement[] {
  const found = new Map<string, PolicyStatement>();
  for (const statement of statements) {
    const key = JSON.stringify([keyOf(statement), conditionText(statement)]);
    const before = found.get(key);
    found.set(key, before ? { ...before, [field]: inOrder([...before[field], ...statement[field]]) } : statement);
  }
  return [...found.values()];
}

/** Leaves out the actions of a statement that another one allows on all of its resources. */
function withoutRepeated(statements: readonly PolicyStatement[]): readonly PolicyStatement[] {
  const kept = [...statements];
  for (const [at, statement] of statements.entries()) {
    const others = kept.filter((other, place) => place !== at && isNoStricter(other, statement));
    const own = statement.Action.filter(
      (action) =>
        !statement.Resource.every((resource) =>
          others.some(
            (other) =>
              other.Action.some((allowed) => covers(allowed, action)) &&
              other.Resource.some((allowed) => covers(allowed, resource)),
          ),
        ),
    );
    kept[at] = { ...statement, Action: own };
  }
  return kept.filter(({ Action: actions }) => actions.length > 0);
}

function isNoStricter(one: PolicyStatement, than: PolicyStatement): boolean {
  return one.Condition === undefined || conditionText(one) === conditionText(than);
}

function uncovered(resources: readonly string[]): readonly string[] {
  return resources.filter((resource) => !resources.some((other) => other !== resource && covers(other, resource)));
}

function inOrder(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}

/** A condition as text that is the same for the same condition. */
export function conditionText({ Condition: condition }: { readonly Condition?: Json | undefined }): string {
  return JSON.stringify(condition ?? null, (_name, value: Json) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );
}
