import type { Expression, State, Template } from '../language/index.js';
import { factInData, stateData, template } from './expression.js';

/** What follows a part of a machine. Lowering goes from the back, so the name of the next state is always known. */
export interface Ending {
  /** The next state. Absent: the machine, the branch or the child ends here. */
  readonly next?: string;
  /** Facts that states after this one read. */
  readonly live: ReadonlySet<string>;
  /** Where the end is one: what the last state gives instead of state data. */
  readonly answer?: Answer;
}

/** What a machine, branch or child ends with, given how to read each fact. */
export type Answer =
  | { readonly kind: 'value'; readonly expression: Expression }
  /** Each live fact as a field: what a branch of a Parallel hands on. */
  | { readonly kind: 'facts' };

/** What a state knows at its end. */
export interface StateEnd {
  /** How to read the facts that this very state brings; all others are in its input. */
  readonly brings?: { readonly [fact: string]: Expression };
  /** The input holds more than state data (an error, a range), so it must not go on as it is. */
  readonly rewrite?: boolean;
  /** Where state data is, if not in the input. */
  readonly data?: Expression;
  /** Whether all facts go on, as where the input is handed on as it is, and not only those that are still read. */
  readonly whole?: boolean;
  /** Wraps the expression that the state gives in one that fails first when something is wrong. */
  readonly guard?: (expression: Expression) => Expression;
}

/** Next or End, and Output: what the compiler adds to a state to close it. */
export function closing(ending: Ending, end: StateEnd = {}): Pick<State, 'Next' | 'End' | 'Output'> {
  return { Output: output(ending, end), ...(ending.next === undefined ? { End: true } : { Next: ending.next }) };
}

function output(
  ending: Ending,
  { brings = {}, data, whole = false, rewrite = data !== undefined, guard = (expression) => expression }: StateEnd,
): Template {
  const facts: { [name: string]: Expression } = {};
  for (const name of [...ending.live].sort()) facts[name] = brings[name] ?? factInData(name, data);
  if (ending.answer?.kind === 'value') return template(guard(ending.answer.expression));
  if (ending.answer?.kind === 'facts') {
    const fields = Object.entries(facts).map(([name, fact], at) => [name, template(at === 0 ? guard(fact) : fact)]);
    return fields.length === 0 ? template(guard('{}')) : (Object.fromEntries(fields) as Template);
  }
  const changed = rewrite || Object.keys(facts).some((name) => name in brings);
  if (!changed) return template(guard('$states.input'));
  const from = data ?? '$states.input';
  const written = { ...stateData(facts, data), run: template(guard(`${from}.run`)) };
  return whole ? { ...written, f: template(`${from}.f`) } : written;
}
