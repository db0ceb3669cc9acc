import { describe, expect, test } from '@jest/globals';
import type { Json, State, StateMachine } from '@flowmap/asl/language';
import { check, type HistoryEvent, type Outcome, run, type TaskRequest } from '../../src/index.js';
import { ports } from '../ports.js';

const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:f';

type Handler = (request: TaskRequest) => Json;

/** Runs states that follow each other; the first of them begins. */
async function runStates(
  states: Readonly<Record<string, unknown>>,
  input: Json,
  task: Handler = ({ arguments: given }) => given,
  events: HistoryEvent[] = [],
): Promise<Outcome> {
  return await run(machine(states), input, ports(task, events), { machine: 'm', name: 'n' });
}

function machine(states: Readonly<Record<string, unknown>>, more: Partial<StateMachine> = {}): StateMachine {
  const [StartAt = ''] = Object.keys(states);
  return { ...more, StartAt, States: states as Readonly<Record<string, State>> };
}

async function outputOf(state: Readonly<Record<string, unknown>>, input: Json, task?: Handler): Promise<Json> {
  const outcome = await runStates({ S: { End: true, ...state } }, input, task);
  if (outcome.status !== 'SUCCEEDED') throw new Error(JSON.stringify(outcome));
  return outcome.output;
}

async function failureOf(state: Readonly<Record<string, unknown>>, input: Json): Promise<unknown> {
  const outcome = await runStates({ S: state }, input);
  if (outcome.status !== 'FAILED') throw new Error(JSON.stringify(outcome));
  const { error, cause } = outcome;
  return {
    error,
    cause: cause?.replace(/^An error occurred while executing the state 'S' \(entered at the event id #2\)\. /, ''),
  };
}

const INPUT = { a: { b: 1 }, list: [1, 2], keep: true };

describe('the data of a state', () => {
  test.each<[string, Record<string, unknown>, Json]>([
    ['InputPath chooses', { InputPath: '$.a' }, { b: 1 }],
    ['InputPath null takes all away', { InputPath: null }, {}],
    ['InputPath reads the context', { InputPath: '$$.Execution.Name' }, 'n'],
    ['Parameters see what InputPath chose', { InputPath: '$.a', Parameters: { 'x.$': '$.b' } }, { x: 1 }],
    ['Result is taken as it is', { Result: { 'x.$': '$.b' } }, { 'x.$': '$.b' }],
    [
      'ResultPath puts into the whole input',
      { InputPath: '$.a', Result: 2, ResultPath: '$.a.c' },
      { ...INPUT, a: { b: 1, c: 2 } },
    ],
    ['ResultPath null drops the result', { Result: 2, ResultPath: null }, INPUT],
    ['OutputPath sees what ResultPath put', { Result: 2, ResultPath: '$.r', OutputPath: '$.r' }, 2],
    ['OutputPath null gives nothing', { OutputPath: null }, {}],
    ['OutputPath takes several fields', { OutputPath: `$['list','keep']` }, { list: [1, 2], keep: true }],
  ])('of a Pass: %s', async (_what, state, output) => {
    expect(await outputOf({ Type: 'Pass', ...state }, INPUT)).toEqual(output);
  });

  test('of a Task goes through all fields in their order', async () => {
    const state = {
      Type: 'Task',
      Resource: FUNCTION,
      InputPath: '$.a',
      Parameters: { 'n.$': 'States.MathAdd($.b, 1)', fixed: ['$.b'] },
      ResultSelector: { 'first.$': '$.items[0]', 'all.$': '$' },
      ResultPath: '$.task.result',
      OutputPath: '$.task',
    };
    const seen: Json[] = [];
    const output = await outputOf(state, INPUT, ({ arguments: given }) => {
      seen.push(given);
      return { items: ['x'] };
    });
    expect(seen).toEqual([{ n: 2, fixed: ['$.b'] }]);
    expect(output).toEqual({ result: { first: 'x', all: { items: ['x'] } } });
  });

  test('of a Parallel and its branches', async () => {
    const branch = (field: string) => ({
      StartAt: field,
      States: { [field]: { Type: 'Pass', OutputPath: `$.${field}`, End: true } },
    });
    const state = {
      Type: 'Parallel',
      Parameters: { 'x.$': '$.a.b', y: 2 },
      Branches: [branch('x'), branch('y')],
      ResultSelector: { 'sum.$': 'States.MathAdd($[0], $[1])' },
      ResultPath: '$.parallel',
    };
    expect(await outputOf(state, INPUT)).toEqual({ ...INPUT, parallel: { sum: 3 } });
  });

  test('of a Wait and a Succeed is filtered alone', async () => {
    const states = {
      W: { Type: 'Wait', SecondsPath: '$.n', InputPath: '$.in', OutputPath: '$.out', Next: 'S' },
      S: { Type: 'Succeed', InputPath: '$.x' },
    };
    expect(await runStates(states, { in: { n: '1', out: { x: 5 } } })).toEqual({ status: 'SUCCEEDED', output: 5 });
  });
});

describe('a map', () => {
  const block = { StartAt: 'I', States: { I: { Type: 'Pass', End: true } } };

  test('selects items, with its own data beside them', async () => {
    const state = {
      Type: 'Map',
      InputPath: '$.in',
      ItemsPath: '$.items',
      ItemSelector: { 'item.$': '$$.Map.Item.Value', 'i.$': '$$.Map.Item.Index', 'all.$': '$.all' },
      ItemProcessor: block,
      ResultPath: '$.out',
      OutputPath: '$.out',
    };
    expect(await outputOf(state, { in: { items: ['a', 'b'], all: 1 } })).toEqual([
      { item: 'a', i: 0, all: 1 },
      { item: 'b', i: 1, all: 1 },
    ]);
  });

  test('has old names for its fields', async () => {
    const state = { Type: 'Map', Parameters: { 'x.$': '$$.Map.Item.Value' }, Iterator: block };
    expect(await outputOf(state, [1])).toEqual([{ x: 1 }]);
  });

  test('over an object, when it is distributed', async () => {
    const ItemProcessor = { ...block, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } };
    const output = await outputOf({ Type: 'Map', ItemsPath: '$.o', ItemProcessor }, { o: { a: 1, b: 2 } });
    expect(output).toHaveLength(2);
  });

  test.each<[Record<string, unknown>, Json, unknown]>([
    [
      { ItemsPath: '$.a.x' },
      { a: {} },
      { error: 'States.ReferencePathConflict', cause: 'Unable to apply step "x" to input {"a":{}}' },
    ],
    [{ ItemsPath: '$.a' }, { a: 'x' }, { error: 'States.Runtime', cause: 'Reference path "$.a" must point to array.' }],
    [{}, 'x', { error: 'States.Runtime', cause: 'Reference path "$" must point to array.' }],
    [
      { MaxConcurrencyPath: '$[0]' },
      ['x'],
      {
        error: 'States.Runtime',
        cause: 'The MaxConcurrencyPath field refers to value "x" which is not a valid integer: $[0]',
      },
    ],
    [
      { MaxConcurrencyPath: '$[0]' },
      [1.5],
      {
        error: 'States.Runtime',
        cause: 'The MaxConcurrencyPath field refers to value "1.5" which is not a valid integer: $[0]',
      },
    ],
  ])('%j of %j fails', async (fields, input, failure) => {
    expect(await failureOf({ Type: 'Map', ItemProcessor: block, End: true, ...fields }, input)).toEqual(failure);
  });
});

describe('variables', () => {
  test('are set from the selected result, and seen from the next state on', async () => {
    const states = {
      A: {
        Type: 'Task',
        Resource: FUNCTION,
        ResultSelector: { 'x.$': '$.n' },
        ResultPath: null,
        Assign: { 'v.$': '$.x', w: { 'deep.$': '$' } },
        Next: 'B',
      },
      B: {
        Type: 'Pass',
        Parameters: { 'v.$': '$v', 'w.$': '$w.deep.x' },
        Assign: { 'v.$': 'States.MathAdd($v, 1)' },
        Next: 'C',
      },
      C: { Type: 'Pass', OutputPath: '$v', End: true },
    };
    const events: HistoryEvent[] = [];
    expect(await runStates(states, { n: 7 }, undefined, events)).toEqual({ status: 'SUCCEEDED', output: 8 });
    expect(events.find(({ type }) => type === 'PassStateExited')?.details).toMatchObject({ output: { v: 7, w: 7 } });
  });

  test('are set by the rule of a Choice, by its Default, and by a catcher', async () => {
    const states = {
      C: {
        Type: 'Choice',
        Choices: [{ Variable: '$.n', NumericEquals: 1, Assign: { 'v.$': '$.n' }, Next: 'T' }],
        Assign: { v: 'default' },
        Default: 'T',
      },
      T: {
        Type: 'Task',
        Resource: FUNCTION,
        Catch: [{ ErrorEquals: ['E'], Assign: { 'e.$': '$.Cause' }, ResultPath: '$.error', Next: 'P' }],
        End: true,
      },
      P: { Type: 'Pass', Parameters: { 'v.$': '$v', 'e.$': '$e', 'data.$': '$' }, End: true },
    };
    const fail: Handler = () => {
      throw Object.assign(new Error('why'), { name: 'E' });
    };
    for (const [n, v] of [
      [1, 1],
      [2, 'default'],
    ] as const) {
      expect(await runStates(states, { n }, fail)).toEqual({
        status: 'SUCCEEDED',
        output: { v, e: 'why', data: { n, error: { Error: 'E', Cause: 'why' } } },
      });
    }
  });
});

describe('a failure', () => {
  test.each<[string, Record<string, unknown>, Json, string]>([
    ['of InputPath', { Type: 'Pass', InputPath: '$.x' }, {}, `Invalid path '$.x' : No results for path: $['x']`],
    [
      'of Parameters',
      { Type: 'Pass', Parameters: { 'y.$': '$.x' } },
      {},
      `The JSONPath '$.x' specified for the field 'y.$' could not be found in the input '{}'`,
    ],
    [
      'of OutputPath',
      { Type: 'Pass', OutputPath: '$.x.y' },
      {},
      `Invalid path '$.x.y' : Missing property in path $['x']`,
    ],
    [
      'of a function',
      { Type: 'Pass', Parameters: { 'y.$': 'States.ArrayLength($)' } },
      {},
      `The function 'States.ArrayLength($)' had the following error: Invalid arguments in States.ArrayLength: argument 1 must be an array`,
    ],
    [
      'of a Wait',
      { Type: 'Wait', SecondsPath: '$' },
      'x',
      'The SecondsPath parameter cannot be parsed as a long value: $ == x',
    ],
    [
      'of a time',
      { Type: 'Wait', TimestampPath: '$' },
      5,
      'The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: $ == 5',
    ],
    [
      'of a limit',
      { Type: 'Task', Resource: FUNCTION, TimeoutSecondsPath: '$.t' },
      {},
      `Invalid path '$.t' : No results for path: $['t']`,
    ],
  ])('%s ends the execution', async (_what, state, input, cause) => {
    const Catch = state['Type'] === 'Task' ? { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'S' }] } : {};
    expect(await failureOf({ ...state, ...Catch, End: true }, input)).toEqual({ error: 'States.Runtime', cause });
  });

  test('of a Choice that finds no way on', async () => {
    const states = {
      C: { Type: 'Choice', Choices: [{ Variable: '$.x', IsPresent: true, Next: 'S' }] },
      S: { Type: 'Succeed' },
    };
    expect(await runStates(states, {})).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause:
        "An error occurred while executing the state 'C' (entered at the event id #2). " +
        'Failed to transition out of the state. The state does not point to a next state.',
    });
  });

  test('of a ResultPath can be caught', async () => {
    const Catch = [{ ErrorEquals: ['States.ReferencePathConflict'], ResultPath: '$.e', Next: 'P' }];
    const states = {
      T: { Type: 'Task', Resource: FUNCTION, ResultPath: '$.x.y', Catch, End: true },
      P: { Type: 'Pass', OutputPath: '$.e.Cause', End: true },
    };
    expect(await runStates(states, { x: 1 })).toEqual({
      status: 'SUCCEEDED',
      output: 'Unable to apply step "y" to input {"x":1}',
    });
  });

  test('says what a Fail finds', async () => {
    const state = { Type: 'Fail', ErrorPath: '$.e', CausePath: `States.Format('{} failed', $.what)` };
    expect(await runStates({ S: state }, { e: 'E', what: 'it' })).toEqual({
      status: 'FAILED',
      error: 'E',
      cause: 'it failed',
    });
    expect(await failureOf(state, { e: 1, what: 'it' })).toEqual({
      error: 'States.Runtime',
      cause: 'The ErrorPath field refers to value "1" which is not a valid string: $.e',
    });
  });
});

describe('a machine of both languages', () => {
  test('has JSONata in single states of JSONPath, with variables of both', async () => {
    const states = {
      A: { Type: 'Pass', Assign: { 'x.$': '$.n' }, Next: 'B' },
      B: {
        Type: 'Pass',
        QueryLanguage: 'JSONata',
        Assign: { y: '{% $x + 1 %}' },
        Output: { 'kept.$': '$.n', n: '{% $states.input.n * 10 %}' },
        Next: 'C',
      },
      C: { Type: 'Pass', Parameters: { 'y.$': '$y', 'in.$': '$' }, End: true },
    };
    expect(await runStates(states, { n: 4 })).toEqual({
      status: 'SUCCEEDED',
      output: { y: 5, in: { 'kept.$': '$.n', n: 40 } },
    });
  });

  test('has no JSONPath in a machine of JSONata', () => {
    const states = { A: { Type: 'Pass', QueryLanguage: 'JSONPath', End: true } };
    expect(check(machine(states, { QueryLanguage: 'JSONata' }))).not.toEqual([]);
    expect(check(machine(states))).toEqual([]);
  });
});

describe('a definition is refused', () => {
  test.each<[string, Record<string, unknown>]>([
    ['with a path that is none', { Type: 'Pass', InputPath: 'x' }],
    ['with a ResultPath that names no place', { Type: 'Pass', ResultPath: '$.x[*]' }],
    ['with a template that has no path', { Type: 'Pass', Parameters: { 'x.$': 1 } }],
    ['with a field of the other language', { Type: 'Pass', Output: 1 }],
    ['with a field that nobody knows', { Type: 'Pass', OutPath: '$' }],
    ['with an unknown function', { Type: 'Pass', Parameters: { 'x.$': 'States.Nope()' } }],
    ['with an operator that nobody knows', { Type: 'Choice', Choices: [{ Variable: '$.x', Near: 1, Next: 'S' }] }],
    ['with a filter that the service has not', { Type: 'Pass', InputPath: '$.x[?(@.y =~ /a/)]' }],
  ])('%s', (_what, state) => {
    const whole = state['Type'] === 'Choice' ? state : { ...state, End: true };
    expect(check(machine({ S: whole }))).not.toEqual([]);
  });
});
