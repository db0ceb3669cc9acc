import { describe, test } from '@jest/globals';
import { stateType } from '../../../src/language/rules/state-type.js';
import { expectProblems, expectValid, jsonPath } from './harness.js';

describe('stateType', () => {
  test('takes every type that exists', () => {
    for (const Type of ['Task', 'Wait', 'Pass', 'Succeed', 'Fail', 'Choice', 'Parallel', 'Map']) {
      expectValid(stateType, jsonPath({ A: { Type } }));
    }
  });

  test('refuses what is no state, has no type or an unknown one', () => {
    expectProblems(stateType, jsonPath({ A: 'Pass', B: {}, C: { Type: 'pass' } }), [
      '/States/A: A state must be an object',
      '/States/B: These fields are required: [Type]',
      `/States/C/Type: The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map]`,
    ]);
  });
});
