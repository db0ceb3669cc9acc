import { describe, test } from '@jest/globals';
import { parallelBranches } from '../../../src/language/rules/parallel-branches.js';
import { expectProblems, expectValid, jsonPath } from './harness.js';

const parallel = (Branches: unknown) => jsonPath({ A: { Type: 'Parallel', Branches, End: true } });

describe('parallelBranches', () => {
  test('takes one branch or more', () => {
    const branch = jsonPath({ B: { Type: 'Succeed' } });
    expectValid(parallelBranches, parallel([branch]));
  });

  test('refuses none, and what is no branch', () => {
    const message = `/States/A/Branches: 'Branches' must be a non-empty list`;
    expectProblems(parallelBranches, parallel([]), [message]);
    expectProblems(parallelBranches, parallel({}), [message]);
    expectProblems(parallelBranches, parallel([[], null]), [
      '/States/A/Branches[0]: A branch must be an object',
      '/States/A/Branches[1]: A branch must be an object',
    ]);
  });
});
