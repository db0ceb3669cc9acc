import { describe, test } from '@jest/globals';
import { variableScopes } from '../../../src/language/rules/variable-scopes.js';
import { expectProblems, expectValid, jsonata, jsonPath, task } from './harness.js';

const assigning = (name: string) => ({ Type: 'Pass', Assign: { [name]: 1 }, End: true });
const parallel = (...names: string[]) => ({
  Type: 'Parallel',
  Branches: names.map((name, i) => jsonPath({ [`B${i}`]: assigning(name) })),
  End: true,
});
const map = (Mode: string) => ({
  Type: 'Map',
  ItemProcessor: { ProcessorConfig: { Mode }, ...jsonPath({ Inner: assigning('x') }) },
  End: true,
});
const outer = `The variable 'x' is assigned in an outer scope (DUPLICATE_VARIABLE)`;

describe('variableScopes', () => {
  test('takes one name again in the same scope, in a branch beside, and other names', () => {
    expectValid(variableScopes, jsonata({ A: assigning('x'), B: assigning('x'), C: parallel('y', 'y') }));
  });

  test('refuses a name of the machine around it, also of a state that comes later', () => {
    expectProblems(variableScopes, jsonata({ A: parallel('x', 'y'), B: assigning('x') }), [
      `/States/A/Branches[0]/States/B0/Assign: ${outer}`,
    ]);
    expectProblems(variableScopes, jsonPath({ A: { ...map('INLINE'), Assign: { 'x.$': '$' } } }), [
      `/States/A/ItemProcessor/States/Inner/Assign: ${outer}`,
    ]);
  });

  test('sees through more than one level', () => {
    const middle = { ...parallel(), Branches: [jsonPath({ P: parallel('x') })] };
    expectProblems(variableScopes, jsonata({ A: assigning('x'), B: middle }), [
      `/States/B/Branches[0]/States/P/Branches[0]/States/B0/Assign: ${outer}`,
    ]);
  });

  test('warns where the children do not see the variable', () => {
    expectProblems(variableScopes, jsonata({ A: { ...map('DISTRIBUTED'), Assign: { x: 1 } } }), [
      `warning /States/A/ItemProcessor/States/Inner/Assign: ${outer}`,
    ]);
  });

  test('takes what a catcher around it assigns', () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'A', Assign: { x: 1 } }];
    expectValid(variableScopes, jsonata({ A: task(), B: { ...parallel('x'), Catch } }));
  });
});
