import { describe, test } from '@jest/globals';
import { reachableStates } from '../../../src/language/rules/reachable-states.js';
import { expectProblems, expectValid, jsonPath, task } from './harness.js';

const pass = { Type: 'Pass', End: true };

describe('reachableStates', () => {
  test('follows every kind of transition, also round a loop', () => {
    expectValid(
      reachableStates,
      jsonPath({
        A: { Type: 'Choice', Choices: [{ Next: 'B' }], Default: 'C' },
        B: task({ End: undefined, Next: 'A', Catch: [{ Next: 'D' }] }),
        C: pass,
        D: pass,
      }),
    );
  });

  test('names what nothing leads to, in each machine', () => {
    const branch = { StartAt: 'C', States: { C: pass, D: pass } };
    const states = { A: { Type: 'Parallel', Branches: [branch], End: true }, B: { Type: 'Pass', Next: 'A' } };
    expectProblems(reachableStates, jsonPath(states), [
      `/States/B: State 'B' is not reachable (MISSING_TRANSITION_TARGET)`,
      `/States/A/Branches[0]/States/D: State 'D' is not reachable (MISSING_TRANSITION_TARGET)`,
    ]);
  });

  test('a way that only a state out of reach takes does not count', () => {
    expectProblems(
      reachableStates,
      jsonPath({ A: pass, B: { Type: 'Pass', Next: 'C' }, C: { Type: 'Pass', Next: 'B' } }),
      [
        `/States/B: State 'B' is not reachable (MISSING_TRANSITION_TARGET)`,
        `/States/C: State 'C' is not reachable (MISSING_TRANSITION_TARGET)`,
      ],
    );
  });

  test('says nothing where StartAt leads nowhere: that is another rule', () => {
    expectValid(reachableStates, { StartAt: 'X', States: { A: pass } });
  });
});
