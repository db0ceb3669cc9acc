import { describe, test } from '@jest/globals';
import { transitionTargets } from '../../../src/language/rules/transition-targets.js';
import { expectProblems, expectValid, jsonPath, task } from './harness.js';

const pass = { Type: 'Pass', End: true };
const missing = (location: string, name: string) =>
  `${location}: There is no state '${name}' beside it (MISSING_TRANSITION_TARGET)`;

describe('transitionTargets', () => {
  test('takes every way to a state beside it', () => {
    expectValid(
      transitionTargets,
      jsonPath({
        A: { Type: 'Choice', Choices: [{ Condition: true, Next: 'B' }], Default: 'C' },
        B: task({ End: undefined, Next: 'C', Catch: [{ ErrorEquals: ['States.ALL'], Next: 'A' }] }),
        C: pass,
      }),
    );
  });

  test('names every way that leads nowhere', () => {
    const states = {
      A: { Type: 'Choice', Choices: [{ Next: 'A' }, { Next: 'X1' }], Default: 'X2' },
      B: { Type: 'Pass', Next: 'X3' },
      C: task({ Catch: [{ Next: 'X4' }] }),
    };
    expectProblems(transitionTargets, { StartAt: 'X0', States: states }, [
      missing('/StartAt', 'X0'),
      missing('/States/A/Default', 'X2'),
      missing('/States/A/Choices[1]/Next', 'X1'),
      missing('/States/B/Next', 'X3'),
      missing('/States/C/Catch[0]/Next', 'X4'),
    ]);
  });

  test('no way leads into or out of a branch', () => {
    const branch = jsonPath({ Inner: { Type: 'Pass', Next: 'Outer' } });
    const states = { A: { Type: 'Parallel', Branches: [branch], Next: 'Inner' }, Outer: pass };
    expectProblems(transitionTargets, jsonPath(states), [
      missing('/States/A/Next', 'Inner'),
      missing('/States/A/Branches[0]/States/Inner/Next', 'Outer'),
    ]);
  });

  test('a target is a string, and not a property that every object has', () => {
    expectProblems(
      transitionTargets,
      jsonPath({ A: { Type: 'Pass', Next: 1 }, B: { Type: 'Pass', Next: 'toString' } }),
      ['/States/A/Next: The name of a state must be a string', missing('/States/B/Next', 'toString')],
    );
  });
});
