import { describe, test } from '@jest/globals';
import { variableNames } from '../../../src/language/rules/variable-names.js';
import { expectProblems, expectValid, jsonata, jsonPath, task } from './harness.js';

describe('variableNames', () => {
  test('takes identifiers of up to 80 characters', () => {
    expectValid(variableNames, jsonata({ A: task({ Assign: { x: 1, größe2: 1, ['n'.repeat(80)]: 1 } }) }));
    expectValid(variableNames, jsonPath({ A: task({ Assign: { 'x.$': '$.x', _y: { 'any name': 1 } } }) }));
  });

  test('refuses other names, wherever they are assigned', () => {
    const long = 'n'.repeat(81);
    expectProblems(variableNames, jsonata({ A: task({ Assign: { 'x.y': 1, '1x': 1, [long]: 1, states: 1 } }) }), [
      `/States/A/Assign/x.y: A variable must be named by an identifier; 'x.y' is none (INVALID_VARIABLE_NAME)`,
      `/States/A/Assign/1x: A variable must be named by an identifier; '1x' is none (INVALID_VARIABLE_NAME)`,
      `/States/A/Assign/${long}: A variable must have at most 80 characters (INVALID_VARIABLE_NAME)`,
      `/States/A/Assign/states: A variable must not be named 'states' (INVALID_VARIABLE_NAME)`,
    ]);
    expectProblems(variableNames, jsonata({ A: { Type: 'Choice', Choices: [{ Assign: { 'a-b': 1 } }] } }), [
      `/States/A/Choices[0]/Assign/a-b: A variable must be named by an identifier; 'a-b' is none (INVALID_VARIABLE_NAME)`,
    ]);
  });

  test('refuses an Assign that is no object', () => {
    expectProblems(variableNames, jsonata({ A: task({ Assign: '{% $x %}' }) }), [
      `/States/A/Assign: 'Assign' must be an object`,
    ]);
  });
});
