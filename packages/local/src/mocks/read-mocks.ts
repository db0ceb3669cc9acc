import type { StateMachine } from '@flowmap/asl/language';
import { isFields } from './fields.js';
import { type MockedResponses, mockedResponses } from './mocked-responses.js';
import { namesNear } from './near.js';
import { statesOf } from './task-states.js';

/** Which answers of a mock configuration are meant. */
export interface MockSelection {
  /** Name of the state machine. Default: the only one in the file. */
  readonly machine?: string;
  /** Default: the only one of the state machine. */
  readonly testCase?: string;
  /** The machine that the mocks are for: an answer to a state that it does not have is a problem. */
  readonly definition?: Pick<StateMachine, 'States'>;
}

/** The mocked states of one test case, or what is wrong with the configuration. */
export interface Mocks {
  readonly states: ReadonlyMap<string, MockedResponses>;
  /** Sentences for people; empty when the mocks can be used. */
  readonly problems: readonly string[];
}

/**
 * Reads mocked answers of Task states in either form:
 *
 * - the mock configuration of AWS Step Functions Local: `StateMachines.<machine>.TestCases.<case>.<state>` names an entry
 *   of `MockedResponses`. Where the answers of a state are an object instead of a name, they are taken as they are.
 * - short: an object of state names, each with its answers.
 *
 * Only what the selection needs is looked at, as AWS's own program does. Source: the AWS page on the configuration file for
 * mocked service integrations.
 */
export function readMocks(configuration: unknown, selection: MockSelection = {}): Mocks {
  const problems: string[] = [];
  const states = new Map<string, MockedResponses>();
  const report = (problem: string): void => void problems.push(problem);
  if (!isFields(configuration)) {
    report('the mocks are no JSON object');
    return { states, problems };
  }
  const isLong = 'StateMachines' in configuration || 'MockedResponses' in configuration;
  if (!isLong && selection.testCase !== undefined) {
    report(`there are no test cases in the mocks, so ${selection.testCase} cannot be chosen`);
  }
  const mocked = isLong ? statesOfCase(configuration, selection, report) : configuration;
  const responses = isLong ? fieldsOf(configuration['MockedResponses'], 'MockedResponses', report) : {};
  for (const [state, answers] of Object.entries(mocked)) {
    const fault = selection.definition && notATask(state, selection.definition);
    if (fault !== undefined) report(fault);
    if (typeof answers !== 'string') {
      states.set(state, mockedResponses(answers, state, report));
    } else if (!isLong) {
      report(`${state} is answered by a text; it takes {"Return": ...} or {"Throw": ...}`);
    } else if (Object.hasOwn(responses, answers)) {
      states.set(state, mockedResponses(responses[answers], `MockedResponses.${answers}`, report));
    } else {
      report(
        `${state} is answered by what is not there: ${unknown(answers, 'MockedResponses', Object.keys(responses))}`,
      );
    }
  }
  return { states, problems };
}

type Report = (problem: string) => void;

/** The fields of a test case: what answers each of its states. */
function statesOfCase(
  configuration: Readonly<Record<string, unknown>>,
  { machine, testCase }: MockSelection,
  report: Report,
): Readonly<Record<string, unknown>> {
  const machines = fieldsOf(configuration['StateMachines'], 'StateMachines', report);
  const chosen = choose(machines, machine, 'state machine', 'StateMachines', report);
  if (chosen === undefined) return {};
  const [name, one] = chosen;
  const place = `StateMachines.${name}.TestCases`;
  const cases = fieldsOf(isFields(one) ? one['TestCases'] : undefined, place, report);
  const [, states] = choose(cases, testCase, 'test case', place, report) ?? [];
  return states === undefined ? {} : fieldsOf(states, `${place}.${testCase ?? Object.keys(cases)[0] ?? ''}`, report);
}

/** The entry with a name, or the only one. */
function choose(
  entries: Readonly<Record<string, unknown>>,
  name: string | undefined,
  what: string,
  place: string,
  report: Report,
): readonly [string, unknown] | undefined {
  const names = Object.keys(entries);
  const [only, ...others] = Object.entries(entries);
  if (name === undefined && only !== undefined && others.length === 0) return only;
  if (name !== undefined && Object.hasOwn(entries, name)) return [name, entries[name]];
  if (names.length > 0 && name === undefined) report(`say which ${what} is meant: ${names.join(', ')}`);
  else if (name === undefined) report(`there is no ${what} in ${place}`);
  else report(`there is no ${what} ${unknown(name, place, names)}`);
  return undefined;
}

function fieldsOf(value: unknown, place: string, report: Report): Readonly<Record<string, unknown>> {
  if (isFields(value)) return value;
  report(value === undefined ? `${place} is missing` : `${place} is no object`);
  return {};
}

/** `Hapy in TestCases; it has HappyPath`: names near the one given, else all of them. */
function unknown(name: string, place: string, names: readonly string[]): string {
  const near = namesNear(name, names);
  const told = near.length > 0 ? near : names;
  return `${name} in ${place}${told.length === 0 ? '' : `; it has ${told.join(', ')}`}`;
}

function notATask(state: string, definition: Pick<StateMachine, 'States'>): string | undefined {
  const { types, tasks } = statesOf(definition);
  const type = types.get(state);
  if (type === 'Task') return undefined;
  if (type !== undefined) return `${state} is a ${type} state, and only Task states can be mocked`;
  const names = tasks.map(({ name }) => name);
  const near = namesNear(state, names);
  const told = near.length > 0 ? `near it: ${near.join(', ')}` : `its Task states: ${names.join(', ') || 'none'}`;
  return `${state} is no state of the machine; ${told}`;
}
