import { describe, test } from '@jest/globals';
import { paths } from '../../../src/language/rules/paths.js';
import { distributedMap, expectProblems, expectValid, jsonata, jsonPath, mapState, task } from './harness.js';

const pass = (fields: object) => jsonPath({ A: { Type: 'Pass', End: true, ...fields } });

describe('paths', () => {
  test('takes paths to data, context and variables, and null where it means nothing', () => {
    expectValid(paths, pass({ InputPath: '$.a', OutputPath: '$$.Execution', ResultPath: '$.a[0].b' }));
    expectValid(paths, pass({ InputPath: null, OutputPath: null, ResultPath: null }));
    expectValid(paths, jsonPath({ A: task({ TimeoutSecondsPath: '$timeout', HeartbeatSecondsPath: '$.h' }) }));
    expectValid(paths, jsonPath({ A: { Type: 'Fail', ErrorPath: '$.e', CausePath: `States.Format('{}', $.c)` } }));
  });

  test('refuses what is no path', () => {
    const begin = 'does not begin with $, $$ or $ and the name of a variable';
    expectProblems(paths, pass({ InputPath: 'a', OutputPath: 7 }), [
      `/States/A/InputPath: The path 'a' ${begin}`,
      `/States/A/OutputPath: 'OutputPath' must be a path`,
    ]);
    expectProblems(paths, pass({ InputPath: `States.Format('{}', $.c)` }), [
      `/States/A/InputPath: The path 'States.Format('{}', $.c)' ${begin}`,
    ]);
    expectProblems(paths, jsonPath({ A: mapState({ ItemsPath: null, MaxConcurrencyPath: '$.a.' }) }), [
      `/States/A/ItemsPath: 'ItemsPath' must be a path`,
      `/States/A/MaxConcurrencyPath: The path '$.a.' cannot be read from character 4 on`,
    ]);
  });

  test('a ResultPath names one place in the data', () => {
    const message = `'ResultPath' must be a reference path, as '$.result', or null`;
    for (const ResultPath of ['$.a[*]', '$..a', '$$.a', '$variable', '$.a[0:1]', 'a', 1]) {
      expectProblems(paths, pass({ ResultPath }), [`/States/A/ResultPath: ${message}`]);
    }
    expectProblems(paths, jsonPath({ A: task({ Catch: [{ ResultPath: '$.*' }] }) }), [
      `/States/A/Catch[0]/ResultPath: ${message}`,
    ]);
  });

  test('ErrorPath and CausePath may call what gives a string', () => {
    expectProblems(paths, jsonPath({ A: { Type: 'Fail', ErrorPath: 'States.MathAdd(1, 2)', CausePath: 'Cause' } }), [
      `/States/A/ErrorPath: 'ErrorPath' must be a path or an intrinsic function that gives a string`,
      `/States/A/CausePath: The path 'Cause' does not begin with $, $$ or $ and the name of a variable`,
    ]);
  });

  test('looks into ItemReader and ItemBatcher', () => {
    const ItemReader = { ReaderConfig: { MaxItemsPath: 'm' } };
    const ItemBatcher = { MaxItemsPerBatchPath: 'b' };
    const begin = 'does not begin with $, $$ or $ and the name of a variable';
    expectProblems(paths, jsonPath({ A: distributedMap({ ItemReader, ItemBatcher }) }), [
      `/States/A/ItemBatcher/MaxItemsPerBatchPath: The path 'b' ${begin}`,
      `/States/A/ItemReader/ReaderConfig/MaxItemsPath: The path 'm' ${begin}`,
    ]);
  });

  test('leaves JSONata states to the rule on their fields', () => {
    expectValid(paths, jsonata({ A: task({ InputPath: 'a' }) }));
  });
});
