import { describe, test } from '@jest/globals';
import { stateFields } from '../../../src/language/rules/state-fields.js';
import { expectProblems, expectValid, jsonata, jsonPath, task } from './harness.js';

describe('stateFields', () => {
  test('takes the fields of either language', () => {
    expectValid(stateFields, jsonPath({ A: task({ Parameters: {}, ResultPath: null, TimeoutSecondsPath: '$.t' }) }));
    expectValid(stateFields, jsonata({ A: task({ Arguments: {}, Output: 42, Assign: {}, Comment: 'c' }) }));
    expectValid(stateFields, jsonPath({ A: { Type: 'Fail', CausePath: '$.cause' } }));
  });

  test('tells the other language from what nobody knows', () => {
    expectProblems(stateFields, jsonata({ A: task({ Parameters: {}, Argument: {} }) }), [
      `/States/A/Parameters: The field 'Parameters' is for JSONPath states; this is a JSONata state`,
      `/States/A/Argument: The field 'Argument' is not supported in a Task state`,
    ]);
    expectProblems(stateFields, jsonPath({ A: { Type: 'Pass', Output: {}, End: true } }), [
      `/States/A/Output: The field 'Output' is for JSONata states; this is a JSONPath state`,
    ]);
  });

  test('goes by the language of the state, and inside a Map by that of the machine', () => {
    expectValid(stateFields, jsonPath({ A: { Type: 'Pass', QueryLanguage: 'JSONata', Output: {}, End: true } }));
    const inner = jsonPath({ B: { Type: 'Pass', Output: {}, End: true } });
    expectProblems(
      stateFields,
      jsonPath({ A: { Type: 'Map', QueryLanguage: 'JSONata', ItemProcessor: inner, End: true } }),
      [`/States/A/ItemProcessor/States/B/Output: The field 'Output' is for JSONata states; this is a JSONPath state`],
    );
  });

  test('refuses fields that a type does not have', () => {
    expectProblems(stateFields, jsonPath({ A: { Type: 'Fail', Assign: {}, Next: 'A' } }), [
      `/States/A/Assign: The field 'Assign' is not supported in a Fail state`,
      `/States/A/Next: The field 'Next' is not supported in a Fail state`,
    ]);
    expectProblems(stateFields, jsonPath({ A: { Type: 'Choice', Choices: [], End: true } }), [
      `/States/A/End: The field 'End' is not supported in a Choice state`,
    ]);
  });

  test('asks for what a type needs', () => {
    expectProblems(stateFields, jsonPath({ A: { Type: 'Task' }, B: { Type: 'Choice' }, C: { Type: 'Parallel' } }), [
      '/States/A: These fields are required: [Resource]',
      '/States/B: These fields are required: [Choices]',
      '/States/C: These fields are required: [Branches]',
    ]);
  });

  test('refuses a Comment that is no text', () => {
    expectProblems(stateFields, jsonPath({ A: { Type: 'Succeed', Comment: 1 } }), [
      `/States/A/Comment: 'Comment' must be a string`,
    ]);
  });
});
