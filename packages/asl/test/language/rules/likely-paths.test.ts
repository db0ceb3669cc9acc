import { describe, test } from '@jest/globals';
import { likelyPaths } from '../../../src/language/rules/likely-paths.js';
import { expectProblems, expectValid, jsonata, jsonPath, task } from './harness.js';

describe('likelyPaths', () => {
  test('takes text, paths where they are read, and what a JSONata state has', () => {
    expectValid(likelyPaths, jsonPath({ A: task({ Parameters: { 'a.$': '$.a', price: '$7', b: '$name', c: '$' } }) }));
    expectValid(likelyPaths, jsonPath({ A: { Type: 'Fail', Error: 'E', CausePath: '$.c' } }));
    expectValid(likelyPaths, jsonata({ A: task({ Arguments: { a: '$.a' } }) }));
  });

  test('warns of a path that is not evaluated', () => {
    const Parameters = { a: '$.a', b: [{ c: '$$.Execution.Id', d: 'States.UUID()' }] };
    const warning = (location: string, name: string) =>
      `warning /States/A/Parameters/${location}: The value of '${name}' looks like a path; did you mean '${name}.$'? (NO_DOLLAR)`;
    expectProblems(likelyPaths, jsonPath({ A: task({ Parameters }) }), [
      warning('a', 'a'),
      warning('b[0]/c', 'c'),
      warning('b[0]/d', 'd'),
    ]);
    expectProblems(likelyPaths, jsonPath({ A: { Type: 'Pass', Result: '$.a', End: true } }), [
      `warning /States/A/Result: 'Result' is not evaluated; use 'Parameters' for a path (PASS_RESULT_IS_STATIC)`,
    ]);
    expectProblems(likelyPaths, jsonPath({ A: { Type: 'Fail', Cause: '$.cause' } }), [
      `warning /States/A/Cause: 'Cause' looks like a path; did you mean 'CausePath'? (NO_PATH)`,
    ]);
  });
});
