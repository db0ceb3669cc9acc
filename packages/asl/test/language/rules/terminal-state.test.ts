import { describe, test } from '@jest/globals';
import { terminalState } from '../../../src/language/rules/terminal-state.js';
import { expectProblems, expectValid, jsonPath } from './harness.js';

describe('terminalState', () => {
  test('takes End, Succeed and Fail', () => {
    for (const state of [{ Type: 'Pass', End: true }, { Type: 'Succeed' }, { Type: 'Fail' }]) {
      expectValid(terminalState, jsonPath({ A: state }));
    }
  });

  test('refuses a machine that cannot end, and one in a Map', () => {
    const loop = { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } };
    expectProblems(terminalState, jsonPath(loop), ['/: No state ends the machine (MISSING_END_STATE)']);
    expectProblems(terminalState, jsonPath({ M: { Type: 'Map', Iterator: jsonPath(loop), End: true } }), [
      '/States/M/Iterator: No state ends the machine (MISSING_END_STATE)',
    ]);
  });
});
