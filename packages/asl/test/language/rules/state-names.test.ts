import { describe, test } from '@jest/globals';
import { stateNames } from '../../../src/language/rules/state-names.js';
import { expectProblems, expectValid, jsonPath } from './harness.js';

const pass = { Type: 'Pass', End: true };

describe('stateNames', () => {
  test('takes 80 characters, blanks and letters of any script', () => {
    expectValid(stateNames, jsonPath({ ['n'.repeat(80)]: pass, 'Ein Schritt: größer/kleiner': pass }));
  });

  test('refuses none, 81, and control characters', () => {
    const long = 'n'.repeat(81);
    expectProblems(stateNames, jsonPath({ '': pass, [long]: pass, 'a\nb': pass }), [
      '/States/: The name of a state must have 1 to 80 characters; this has 0 (INVALID_STATE_NAME)',
      `/States/${long}: The name of a state must have 1 to 80 characters; this has 81 (INVALID_STATE_NAME)`,
      '/States/a\nb: The name of a state must not contain control characters (INVALID_STATE_NAME)',
    ]);
  });

  test('refuses a name that an inner machine uses again', () => {
    const branches = [jsonPath({ B: pass }), jsonPath({ B: pass, A: pass })];
    expectProblems(stateNames, jsonPath({ A: { Type: 'Parallel', Branches: branches, End: true } }), [
      `/States/A/Branches[1]/States/B: There is more than one state named 'B' (DUPLICATE_STATE_NAME)`,
      `/States/A/Branches[1]/States/A: There is more than one state named 'A' (DUPLICATE_STATE_NAME)`,
    ]);
  });
});
