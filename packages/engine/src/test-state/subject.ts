import { type State, type StateMachine, type States, validate } from '@flowmap/asl/language';
import { Expressions } from '../expression/expressions.js';
import type { Problem } from '../problem.js';
import { jsonOf } from './json.js';
import { type TestStateRequest, TestStateRefusal } from './request.js';

/** The state that is tested. */
export interface Subject {
  readonly state: State;
  readonly language: 'JSONata' | 'JSONPath';
  /** A machine of this state alone, under the name {@link NAME}. It makes no retries: a test tells of one. */
  readonly machine: StateMachine;
  /** Whether it stands in a Map, at whatever depth: then the context has an item. */
  readonly inMap: boolean;
}

/** The name that the service gives to a tested state, also to one that is chosen by its name. */
export const NAME = 'StateName';

/** Finds the state that a request is about. Throws TestStateRefusal where its definition is not valid. */
export function subjectOf({ definition: text, stateName }: TestStateRequest): Subject {
  const definition = jsonOf(text, ({ message, location }) =>
    invalidDefinition([{ code: 'INVALID_JSON_DESCRIPTION', message, location }]),
  );
  if (stateName === undefined) {
    const state = definition as unknown as State;
    check(alone(state, undefined));
    return subject(state, undefined, false);
  }
  check(definition);
  const machine = definition as unknown as StateMachine;
  const found = find(machine.States, stateName, false);
  // The sentence is not recorded.
  if (found === undefined) throw new TestStateRefusal('ValidationException', 'State not found in definition');
  return subject(found.state, machine.QueryLanguage, found.inMap);
}

function subject(state: State, language: StateMachine['QueryLanguage'], inMap: boolean): Subject {
  const once = Object.fromEntries(Object.entries(state).filter(([field]) => field !== 'Retry')) as unknown as State;
  return { state, language: state.QueryLanguage ?? language ?? 'JSONPath', machine: alone(once, language), inMap };
}

/** In a language that a state may have in any machine. */
const STAND_IN: State = { QueryLanguage: 'JSONata', Type: 'Succeed' };

/** A machine of one state. Where the state leads on to, a Succeed stands in for what is there in its own machine. */
function alone(state: State, language: StateMachine['QueryLanguage']): StateMachine {
  const others: [string, State][] = [...targetsOf(state)].map((name) => [name, STAND_IN]);
  const States = { ...Object.fromEntries(others), [NAME]: state };
  return language === undefined ? { StartAt: NAME, States } : { QueryLanguage: language, StartAt: NAME, States };
}

/** The names that a state leads on to. It may be of any shape yet. */
function targetsOf(state: State): Set<string> {
  const fields = Object(state) as Readonly<Record<string, unknown>>;
  const lists = [fields['Catch'], fields['Choices']].flatMap((list) =>
    Array.isArray(list) ? (list as unknown[]) : [],
  );
  const targets = [
    fields['Next'],
    fields['Default'],
    ...lists.map((entry) => (Object(entry) as { Next?: unknown }).Next),
  ];
  return new Set(targets.filter((target) => typeof target === 'string'));
}

function find(states: States, name: string, inMap: boolean): Pick<Subject, 'state' | 'inMap'> | undefined {
  const own = Object.hasOwn(states, name) ? states[name] : undefined;
  if (own !== undefined) return { state: own, inMap };
  for (const state of Object.values(states)) {
    const found = state.Type === 'Parallel' ? inBranches(state.Branches) : inBranches(processorOf(state), true);
    if (found !== undefined) return found;
  }
  return undefined;

  function inBranches(blocks: readonly { readonly States: States }[], isMap = inMap): ReturnType<typeof find> {
    for (const block of blocks) {
      const found = find(block.States, name, isMap);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

function processorOf(state: State): readonly { readonly States: States }[] {
  if (state.Type !== 'Map') return [];
  const processor = state.ItemProcessor ?? state.Iterator;
  return processor === undefined ? [] : [processor];
}

function check(definition: unknown): void {
  const expressions = new Expressions();
  const problems = validate(definition, { parseExpression: (source) => expressions.get(source).tree });
  const errors = problems.filter(({ severity }) => severity === 'ERROR');
  if (errors.length > 0) throw invalidDefinition(errors);
}

/** Refuses a definition, with all that is wrong with it. */
export function invalidDefinition(problems: readonly Problem[]): TestStateRefusal {
  const lines = problems.map(({ code, message, location }) => `${code}: ${message} at ${location}`);
  return new TestStateRefusal('InvalidDefinition', `Invalid State Machine Definition: '${lines.join(', ')}'`);
}
