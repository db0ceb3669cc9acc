import { describe, test } from '@jest/globals';
import { queryLanguage } from '../../../src/language/rules/query-language.js';
import { expectProblems, expectValid, jsonata, jsonPath } from './harness.js';

const inJsonPath = { Type: 'Pass', QueryLanguage: 'JSONPath', End: true };
const inJsonata = { Type: 'Pass', QueryLanguage: 'JSONata', End: true };

describe('queryLanguage', () => {
  test('a JSONPath machine may have JSONata states', () => {
    expectValid(queryLanguage, jsonPath({ A: inJsonata, B: inJsonPath }));
    expectValid(queryLanguage, { QueryLanguage: 'JSONPath', ...jsonPath({ A: inJsonata }) });
  });

  test('a JSONata machine has no JSONPath states, at any depth', () => {
    const message = `'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine`;
    const branches = { Type: 'Parallel', Branches: [jsonPath({ C: inJsonPath })], End: true };
    expectProblems(queryLanguage, jsonata({ A: inJsonPath, B: branches }), [
      `/States/A: ${message}`,
      `/States/B/Branches[0]/States/C: ${message}`,
    ]);
  });

  test('refuses other languages', () => {
    const message = `The field 'QueryLanguage' should have one of these values: [JSONPath, JSONata]`;
    const definition = { QueryLanguage: 'jsonata', ...jsonPath({ A: { Type: 'Pass', QueryLanguage: 1, End: true } }) };
    expectProblems(queryLanguage, definition, [`/QueryLanguage: ${message}`, `/States/A/QueryLanguage: ${message}`]);
  });
});
