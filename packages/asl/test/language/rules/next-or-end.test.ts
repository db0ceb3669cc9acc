import { describe, test } from '@jest/globals';
import { nextOrEnd } from '../../../src/language/rules/next-or-end.js';
import { expectProblems, expectValid, jsonPath } from './harness.js';

describe('nextOrEnd', () => {
  test('takes either, and neither where a state does not go on', () => {
    expectValid(
      nextOrEnd,
      jsonPath({
        A: { Type: 'Pass', Next: 'B' },
        B: { Type: 'Wait', Seconds: 1, End: false, Next: 'C' },
        C: { Type: 'Choice', Choices: [] },
        D: { Type: 'Succeed' },
        E: { Type: 'Fail' },
        F: { Type: 'Task', End: true },
      }),
    );
  });

  test('refuses both, neither, and an End that is no boolean', () => {
    const states = {
      A: { Type: 'Pass', Next: 'B', End: true },
      B: { Type: 'Map' },
      C: { Type: 'Task', End: false },
      D: { Type: 'Parallel', End: 'yes' },
    };
    expectProblems(nextOrEnd, jsonPath(states), [
      '/States/A: Only one of these fields is allowed: [Next, End]',
      '/States/B: One of these fields is required: [Next, End]',
      '/States/C: One of these fields is required: [Next, End]',
      `/States/D/End: 'End' must be true`,
    ]);
  });
});
