import { describe, test } from '@jest/globals';
import { failError } from '../../../src/language/rules/fail-error.js';
import { expectProblems, expectValid, jsonPath } from './harness.js';

describe('failError', () => {
  test('takes either form of each, or none', () => {
    expectValid(failError, jsonPath({ A: { Type: 'Fail' } }));
    expectValid(failError, jsonPath({ A: { Type: 'Fail', Error: 'E', CausePath: '$.c' } }));
  });

  test('refuses both forms, and what is no text', () => {
    expectProblems(failError, jsonPath({ A: { Type: 'Fail', Error: 'E', ErrorPath: '$.e', Cause: {} } }), [
      '/States/A: Only one of these fields is allowed: [Error, ErrorPath]',
      `/States/A/Cause: 'Cause' must be a string`,
    ]);
  });
});
