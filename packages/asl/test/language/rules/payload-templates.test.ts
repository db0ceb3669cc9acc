import { describe, test } from '@jest/globals';
import { payloadTemplates } from '../../../src/language/rules/payload-templates.js';
import { distributedMap, expectProblems, expectValid, jsonata, jsonPath, task } from './harness.js';

const parameters = (Parameters: unknown) => jsonPath({ A: task({ Parameters }) });
const must = (name: string) => `The value of '${name}' must be a path or an intrinsic function; it`;

describe('payloadTemplates', () => {
  test('takes paths and calls under names that end with .$, and anything else under others', () => {
    expectValid(payloadTemplates, parameters({ 'a.$': '$.a', b: 7, c: [{ 'd.$': 'States.UUID()' }], e: 'States.X(' }));
    expectValid(payloadTemplates, parameters('no template at all'));
  });

  test('refuses what is neither, at any depth', () => {
    const begin = 'does not begin with $, $$ or $ and the name of a variable';
    expectProblems(payloadTemplates, parameters({ 'a.$': 7, b: [{ 'c.$': 'x', 'd.$': 'States.Nope()' }] }), [
      `/States/A/Parameters/a.$: ${must('a.$')} is no string`,
      `/States/A/Parameters/b[0]/c.$: ${must('c.$')} ${begin}`,
      `/States/A/Parameters/b[0]/d.$: ${must('d.$')} calls States.Nope, which does not exist`,
    ]);
  });

  test('refuses a field that is given twice', () => {
    expectProblems(payloadTemplates, parameters({ a: { b: 1, 'b.$': '$.b' } }), [
      `/States/A/Parameters/a/b.$: 'b' and 'b.$' give the same field twice (DUPLICATE_FIELD_NAME)`,
    ]);
  });

  test('looks at every template of a state', () => {
    const bad = { 'x.$': 1 };
    const templates = {
      ItemSelector: bad,
      ResultSelector: bad,
      ItemReader: { Parameters: bad },
      ItemBatcher: { BatchInput: bad },
      ResultWriter: { Parameters: bad },
      Assign: bad,
      Catch: [{ Assign: bad }],
    };
    const problem = `${must('x.$')} is no string`;
    expectProblems(payloadTemplates, jsonPath({ A: distributedMap(templates) }), [
      `/States/A/ItemSelector/x.$: ${problem}`,
      `/States/A/ResultSelector/x.$: ${problem}`,
      `/States/A/ItemReader/Parameters/x.$: ${problem}`,
      `/States/A/ItemBatcher/BatchInput/x.$: ${problem}`,
      `/States/A/ResultWriter/Parameters/x.$: ${problem}`,
      `/States/A/Assign/x.$: ${problem}`,
      `/States/A/Catch[0]/Assign/x.$: ${problem}`,
    ]);
  });

  test('a Pass Result and a JSONata state have no payload template', () => {
    expectValid(payloadTemplates, jsonPath({ A: { Type: 'Pass', Result: { 'a.$': 'text' }, End: true } }));
    expectValid(payloadTemplates, jsonata({ A: task({ Assign: { 'a.$': 'text' } }) }));
  });
});
