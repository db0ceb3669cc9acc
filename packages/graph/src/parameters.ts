import type { ParamSpec } from './flow-graph.js';
import type { Json } from './json.js';
import type { ParamUses } from './param-uses.js';
import { useProblem } from './param-uses.js';

/** What checking parameters gives. */
export type CheckedParams =
  | { readonly ok: true; readonly params: { readonly [name: string]: Json } }
  /** All that is wrong, a line each: `year: required`. */
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Checks the parameters of a run and applies the defaults. It says the same, in the same words, as the first state of the
 * compiled machine.
 *
 * @param uses what they are used as: {@link paramUsesOf} of the graph. Default: their types alone are checked.
 */
export function checkParams(
  specs: { readonly [name: string]: ParamSpec },
  given: { readonly [name: string]: Json },
  uses: ParamUses = new Map(),
): CheckedParams {
  const problems: string[] = [];
  const params: { [name: string]: Json } = {};
  for (const [name, spec] of Object.entries(specs)) {
    const value = Object.hasOwn(given, name) ? given[name] : spec.default;
    const problem = value === undefined ? 'required' : (paramProblem(spec, value) ?? misuse(uses, name, value));
    if (problem !== undefined) problems.push(`${name}: ${problem}`);
    else if (value !== undefined) params[name] = value;
  }
  for (const name of Object.keys(given)) if (!Object.hasOwn(specs, name)) problems.push(`${name}: unknown`);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, params };
}

/** Why a value does not fit a parameter: `not an integer`; undefined when it does. */
export function paramProblem(spec: ParamSpec, value: Json): string | undefined {
  switch (spec.type) {
    case 'string':
      return typeof value === 'string' ? undefined : 'not a string';
    case 'number':
      return typeof value === 'number' ? tooLong(value) : 'not a number';
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value) ? tooLong(value) : 'not an integer';
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'not a boolean';
    case 'enum':
      return typeof value === 'string' && spec.values.includes(value)
        ? undefined
        : `not one of ${spec.values.join(', ')}`;
    case 'json':
      return undefined;
  }
}

/** Why a value that fits its parameter cannot be used as the flow does. */
function misuse(uses: ParamUses, name: string, value: Json): string | undefined {
  if (typeof value !== 'number') return undefined;
  for (const use of uses.get(name) ?? []) {
    const problem = useProblem(use, value);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** The machine writes a number with 15 digits, so a longer one would be stored as another. */
function tooLong(value: number): string | undefined {
  return Number(value.toPrecision(15)) === value ? undefined : 'more than 15 digits';
}
