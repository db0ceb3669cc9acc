import { describe, test } from '@jest/globals';
import { jsonataStrings } from '../../../src/language/rules/jsonata-strings.js';
import { expectProblems, expectValid, jsonata, jsonPath, task } from './harness.js';

describe('jsonataStrings', () => {
  test('takes whole expressions, and plain text', () => {
    expectValid(
      jsonataStrings,
      jsonata({ A: task({ Arguments: { a: '{% 1 %}', b: ['{%\n1\n%}'], c: 'a {% b %} c' } }) }),
    );
    expectValid(jsonataStrings, jsonata({ A: task({ Comment: '{% a comment is not evaluated' }) }));
    expectValid(jsonataStrings, jsonPath({ A: task({ Parameters: { a: '{% 1' } }) }));
  });

  test('refuses half of one, and blanks around it', () => {
    const message = 'An expression must begin with {% and end with %} (INVALID_JSONATA_EXPRESSION)';
    expectProblems(jsonataStrings, jsonata({ A: task({ Arguments: { a: ['{% 1', '1 %}'] }, Output: ' {% 1 %}' }) }), [
      `/States/A/Arguments/a[0]: ${message}`,
      `/States/A/Arguments/a[1]: ${message}`,
      `/States/A/Output: ${message}`,
    ]);
    expectProblems(jsonataStrings, jsonata({ A: task({ Output: '{%}' }) }), [`/States/A/Output: ${message}`]);
  });
});
