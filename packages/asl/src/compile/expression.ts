import type { Expression, Template } from '../language/index.js';

/** A template of one expression: what a field of a definition holds. */
export function template(expression: Expression): string {
  return `{% ${expression} %}`;
}

/** A string as a JSONata literal. Single quotes where possible: inside JSON they need no escape, so definitions stay small. */
export function literal(text: string): Expression {
  const quoted = JSON.stringify(text);
  // JSONata knows JSON's escapes and no others: a single quote cannot be escaped in single quotes.
  return text.includes("'") ? quoted : `'${quoted.slice(1, -1).replaceAll('\\"', '"')}'`;
}

/** A step into an object by name, with backticks where the name is no plain JSONata name. */
export function property(name: string): Expression {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !RESERVED.has(name) ? `.${name}` : `.\`${name}\``;
}

/** Words that JSONata reads as operators or values. */
const RESERVED: ReadonlySet<string> = new Set(['and', 'or', 'in', 'true', 'false', 'null', 'function']);

/** The fact of a name in state data: in what a state sees of it, unless told otherwise. */
export function factInData(name: string, data: Expression = '$states.input'): Expression {
  return `${data}.f${property(name)}`;
}

/** State data with the fields given by expressions; no `f` where no fact is alive. */
export function stateData(
  facts: { readonly [name: string]: Expression },
  data: Expression = '$states.input',
): { readonly [name: string]: Template } {
  return { run: template(`${data}.run`), i: template(`${data}.i`), ...factField(facts) };
}

/** The `f` field of state data, written fact by fact, so that a missing fact is an error where it should have come from. */
export function factField(facts: { readonly [name: string]: Expression }): { readonly [name: string]: Template } {
  const names = Object.keys(facts);
  if (names.length === 0) return {};
  return { f: Object.fromEntries(names.map((name) => [name, template(facts[name] ?? '')])) };
}
