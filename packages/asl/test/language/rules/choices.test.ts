import { describe, test } from '@jest/globals';
import { choices } from '../../../src/language/rules/choices.js';
import { expectProblems, expectValid, jsonata, jsonPath } from './harness.js';

const choice = (...Choices: unknown[]) => ({ A: { Type: 'Choice', Choices }, B: { Type: 'Succeed' } });
const rule = '/States/A/Choices[0]';

describe('choices in JSONata states', () => {
  test('take an expression or a boolean', () => {
    const more = { Assign: {}, Output: {}, Comment: 'c' };
    expectValid(
      choices,
      jsonata(choice({ Condition: '{% $x > 1 %}', Next: 'B', ...more }, { Condition: true, Next: 'B' })),
    );
  });

  test('refuse comparisons, text, and what leads nowhere', () => {
    expectProblems(
      choices,
      jsonata(
        choice({ Variable: '$.x', IsNull: true, Next: 'B' }, { Condition: '$x', Next: 'B' }, { Condition: false }),
      ),
      [
        `${rule}/Variable: The field 'Variable' is not supported in a JSONata choice rule`,
        `${rule}/IsNull: The field 'IsNull' is not supported in a JSONata choice rule`,
        `${rule}: These fields are required: [Condition]`,
        `/States/A/Choices[1]/Condition: 'Condition' must be an expression or a boolean`,
        `/States/A/Choices[2]: These fields are required: [Next]`,
      ],
    );
  });
});

describe('choices in JSONPath states', () => {
  test.each([
    { Variable: '$.x', StringEquals: '' },
    { Variable: '$.x', StringMatches: 'log-*.txt' },
    { Variable: '$x', NumericLessThanEqualsPath: '$.y' },
    { Variable: '$$.Execution.Input.t', TimestampGreaterThan: '2016-03-14T01:59:00Z' },
    { Variable: '$.x', IsPresent: false },
    { Variable: '$.x', BooleanEqualsPath: '$.y' },
    {
      And: [{ Variable: '$.x', IsNull: true, Comment: 'c' }, { Not: { Or: [{ Variable: '$.y', NumericEquals: 1 }] } }],
    },
  ])('take %j', (comparison) => {
    expectValid(choices, jsonPath(choice({ ...comparison, Next: 'B', Assign: {}, Comment: 'c' })));
  });

  test('refuse values that are not of the kind of their operator', () => {
    const Next = 'B';
    expectProblems(
      choices,
      jsonPath(
        choice(
          { Variable: '$.x', StringEquals: 1, Next },
          { Variable: '$.x', NumericEquals: '1', Next },
          { Variable: '$.x', IsNull: 'true', Next },
          { Variable: '$.x', TimestampEquals: '2016-03-14', Next },
          { Variable: '$.x', StringEqualsPath: 'y', Next },
          { Variable: 'x', BooleanEquals: true, Next },
        ),
      ),
      [
        `${rule}/StringEquals: 'StringEquals' must be a string`,
        `/States/A/Choices[1]/NumericEquals: 'NumericEquals' must be a number`,
        `/States/A/Choices[2]/IsNull: 'IsNull' must be a boolean`,
        `/States/A/Choices[3]/TimestampEquals: 'TimestampEquals' must be an RFC3339 timestamp`,
        `/States/A/Choices[4]/StringEqualsPath: 'StringEqualsPath' must be a path`,
        `/States/A/Choices[5]/Variable: 'Variable' must be a path`,
      ],
    );
  });

  test('refuse none and more than one operator', () => {
    const one = 'A choice rule must have exactly one comparison operator';
    expectProblems(choices, jsonPath(choice({ Next: 'B' })), [`${rule}: ${one}`]);
    expectProblems(choices, jsonPath(choice({ Variable: '$.x', IsNull: true, IsString: true, Next: 'B' })), [
      `${rule}: ${one}`,
    ]);
    expectProblems(choices, jsonPath(choice({ NumericEquals: 1, Next: 'B' })), [
      `${rule}: These fields are required: [Variable]`,
    ]);
    expectProblems(choices, jsonPath(choice({ Not: { Variable: '$.x', IsNull: true }, Variable: '$.x', Next: 'B' })), [
      `${rule}/Variable: 'Variable' belongs to a comparison, not to Not`,
    ]);
  });

  test('refuse transitions of inner rules, unknown operators and empty lists', () => {
    expectProblems(choices, jsonPath(choice({ And: [{ Variable: '$.x', IsNull: true, Next: 'B' }], Next: 'B' })), [
      `${rule}/And[0]/Next: The field 'Next' is not supported in this choice rule`,
    ]);
    expectProblems(choices, jsonPath(choice({ Variable: '$.x', StringIs: 'a', Next: 'B' })), [
      `${rule}/StringIs: The field 'StringIs' is not supported in this choice rule`,
      `${rule}: A choice rule must have exactly one comparison operator`,
    ]);
    expectProblems(choices, jsonPath(choice({ Or: [], Next: 'B' }, { Not: [], Next: 'B' }, { And: [1], Next: 'B' })), [
      `${rule}/Or: 'Or' must be a non-empty list of choice rules`,
      `/States/A/Choices[1]/Not: 'Not' must be a choice rule`,
      `/States/A/Choices[2]/And[0]: A choice rule must be an object`,
    ]);
  });
});

describe('choices', () => {
  test('are a non-empty list of objects', () => {
    expectProblems(choices, jsonPath(choice()), [`/States/A/Choices: 'Choices' must be a non-empty list`]);
    expectProblems(choices, jsonata(choice('B')), [`${rule}: A choice rule must be an object`]);
  });
});
