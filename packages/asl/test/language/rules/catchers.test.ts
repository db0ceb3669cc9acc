import { describe, test } from '@jest/globals';
import { catchers } from '../../../src/language/rules/catchers.js';
import { expectProblems, expectValid, jsonata, jsonPath, task } from './harness.js';

const ErrorEquals = ['States.ALL'];

describe('catchers', () => {
  test('takes what each language has', () => {
    expectValid(catchers, jsonPath({ A: task({ Catch: [{ ErrorEquals, Next: 'A', ResultPath: null, Assign: {} }] }) }));
    expectValid(catchers, jsonata({ A: task({ Catch: [{ ErrorEquals, Next: 'A', Output: {}, Comment: 'c' }] }) }));
  });

  test('refuses what it does not have', () => {
    const entry = { ErrorEquals, Next: 'A', ResultPath: '$.e', Output: {} };
    expectProblems(catchers, jsonata({ A: task({ Catch: [entry] }) }), [
      `/States/A/Catch[0]/ResultPath: The field 'ResultPath' is not supported in a JSONata catcher`,
    ]);
    expectProblems(catchers, jsonPath({ A: task({ Catch: [entry] }) }), [
      `/States/A/Catch[0]/Output: The field 'Output' is not supported in a JSONPath catcher`,
    ]);
  });

  test('asks for errors and a next state', () => {
    expectProblems(
      catchers,
      jsonPath({ A: task({ Catch: [{}, { ErrorEquals, Next: 'A' }, null, { ErrorEquals: ['B'], Next: 'A' }] }) }),
      [
        '/States/A/Catch[0]: These fields are required: [ErrorEquals]',
        '/States/A/Catch[0]: These fields are required: [Next]',
        `/States/A/Catch[1]/ErrorEquals: 'States.ALL' must stand in the last entry`,
        '/States/A/Catch[2]: A catcher must be an object',
      ],
    );
    expectProblems(catchers, jsonPath({ A: task({ Catch: 'B' }) }), [`/States/A/Catch: 'Catch' must be a list`]);
  });
});
