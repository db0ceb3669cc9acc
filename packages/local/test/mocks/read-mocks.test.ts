import { describe, expect, it } from '@jest/globals';
import type { StateMachine } from '@flowmap/asl/language';
import { readMocks } from '../../src/mocks/read-mocks.js';

/** In the form of AWS Step Functions Local. */
const CONFIGURATION = {
  StateMachines: {
    Orders: {
      TestCases: {
        Happy: { Charge: 'Charged' },
        Retried: { Charge: 'BusyThenCharged', Ship: { Return: 'shipped' } },
      },
    },
    Refunds: { TestCases: { Only: { Refund: 'Nothing' } } },
  },
  MockedResponses: {
    Charged: { '0': { Return: { id: 1 } } },
    BusyThenCharged: { '0-1': { Throw: { Error: 'Busy', Cause: 'too many' } }, '2': { Return: { id: 2 } } },
    Nothing: {},
  },
};

const DEFINITION: Pick<StateMachine, 'States'> = {
  States: {
    Prepare: { Type: 'Pass', Next: 'Each' },
    Each: {
      Type: 'Map',
      ItemProcessor: {
        StartAt: 'Charge',
        States: { Charge: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true } },
      },
      Next: 'Both',
    },
    Both: {
      Type: 'Parallel',
      Branches: [
        {
          StartAt: 'Ship',
          States: { Ship: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', End: true } },
        },
      ],
      End: true,
    },
  },
};

describe("the configuration of AWS's own program", () => {
  it('answers the states of a test case by the number of the call', () => {
    const { states, problems } = readMocks(CONFIGURATION, { machine: 'Orders', testCase: 'Retried' });
    const charge = states.get('Charge');
    expect(problems).toEqual([]);
    expect([0, 1, 2, 3].map((call) => charge?.answerTo(call))).toEqual([
      { Throw: { Error: 'Busy', Cause: 'too many' } },
      { Throw: { Error: 'Busy', Cause: 'too many' } },
      { Return: { id: 2 } },
      undefined,
    ]);
    expect(charge?.size).toBe(3);
    expect(states.get('Ship')?.answerTo(17)).toEqual({ Return: 'shipped' });
  });

  it('needs no name where there is only one', () => {
    const { states, problems } = readMocks(CONFIGURATION, { machine: 'Refunds' });
    expect([problems, [...states.keys()], states.get('Refund')?.size]).toEqual([[], ['Refund'], 0]);
  });

  it.each([
    [{}, ['say which state machine is meant: Orders, Refunds']],
    [{ machine: 'Orders' }, ['say which test case is meant: Happy, Retried']],
    [{ machine: 'orders' }, ['there is no state machine orders in StateMachines; it has Orders']],
    [
      { machine: 'Orders', testCase: 'Hapy' },
      ['there is no test case Hapy in StateMachines.Orders.TestCases; it has Happy'],
    ],
  ])('says what %j leaves open', (selection, expected) => {
    expect(readMocks(CONFIGURATION, selection).problems).toEqual(expected);
  });

  it('says which response is missing, and looks at no other test case', () => {
    const broken = {
      StateMachines: { Orders: { TestCases: { A: { Charge: 'Chargd' }, B: { Charge: 'Wrong' } } } },
      MockedResponses: { Charged: { '0': { Return: 1 } }, Wrong: { '0': 5 } },
    };
    expect(readMocks(broken, { testCase: 'A' }).problems).toEqual([
      'Charge is answered by what is not there: Chargd in MockedResponses; it has Charged',
    ]);
  });

  it.each([
    [
      { StateMachines: 1, MockedResponses: {} },
      ['StateMachines is no object', 'there is no state machine in StateMachines'],
    ],
    [{ MockedResponses: {} }, ['StateMachines is missing', 'there is no state machine in StateMachines']],
    [
      { StateMachines: { A: { TestCases: { B: 'C' } } } },
      ['StateMachines.A.TestCases.B is no object', 'MockedResponses is missing'],
    ],
  ])('says what is missing in %j', (configuration, expected) => {
    expect(readMocks(configuration).problems).toEqual(expected);
  });
});

describe('the short form', () => {
  it('gives one answer to all calls, or a list, or numbers', () => {
    const { states, problems } = readMocks({
      One: { Return: null },
      List: [{ Throw: { Error: 'E' } }, { Return: 2 }],
      Numbers: { '1-2': { Return: 'x' } },
    });
    expect(problems).toEqual([]);
    expect(states.get('One')?.answerTo(99)).toEqual({ Return: null });
    expect([0, 1, 2].map((call) => states.get('List')?.answerTo(call))).toEqual([
      { Throw: { Error: 'E', Cause: '' } },
      { Return: 2 },
      undefined,
    ]);
    expect([0, 1, 2, 3].map((call) => states.get('Numbers')?.answerTo(call))).toEqual([
      undefined,
      { Return: 'x' },
      { Return: 'x' },
      undefined,
    ]);
  });

  it('has no test cases', () => {
    expect(readMocks({ One: { Return: 1 } }, { testCase: 'Happy' }).problems).toEqual([
      'there are no test cases in the mocks, so Happy cannot be chosen',
    ]);
  });

  it.each([
    [{ S: 'Named' }, 'S is answered by a text; it takes {"Return": ...} or {"Throw": ...}'],
    [
      { S: 5 },
      'S is neither an answer ({"Return": ...} or {"Throw": ...}) nor a list of them nor an object of numbers',
    ],
    [{ S: { Return: 1, Throw: { Error: 'E' } } }, 'S has the fields Return, Throw; it takes either Return or Throw'],
    [{ S: [{}] }, 'S[0] has the fields (none); it takes either Return or Throw'],
    [{ S: [7] }, 'S[0] is no answer: it takes {"Return": ...} or {"Throw": {"Error": ..., "Cause": ...}}'],
    [{ S: { Throw: { Cause: 'c' } } }, 'S throws no {"Error": "a name"}'],
    [{ S: { Throw: { Error: 'E', Cause: 5 } } }, 'S has a Cause that is no text'],
    [{ S: { two: { Return: 1 } } }, 'S.two is neither the number of a call, as "0", nor a range of them, as "1-2"'],
    [{ S: { '3-2': { Return: 1 } } }, 'S.3-2 is neither the number of a call, as "0", nor a range of them, as "1-2"'],
    [{ S: { '0-2': { Return: 1 }, '2': { Return: 1 } } }, 'S has two answers to call 2: 2 and 0-2'],
    [[], 'the mocks are no JSON object'],
  ])('refuses %j', (configuration, problem) => {
    expect(readMocks(configuration).problems).toEqual([problem]);
  });
});

describe('the states of a machine', () => {
  const problemsOf = (state: string): readonly string[] =>
    readMocks({ [state]: { Return: 1 } }, { definition: DEFINITION }).problems;

  it('are found in maps and branches', () => {
    expect([problemsOf('Charge'), problemsOf('Ship')]).toEqual([[], []]);
  });

  it('are told where a mock is for none of them', () => {
    expect(problemsOf('charg')).toEqual(['charg is no state of the machine; near it: Charge']);
    expect(problemsOf('Unheard of')).toEqual(['Unheard of is no state of the machine; its Task states: Charge, Ship']);
    expect(problemsOf('Each')).toEqual(['Each is a Map state, and only Task states can be mocked']);
  });
});
