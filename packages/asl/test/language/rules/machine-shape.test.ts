import { describe, test } from '@jest/globals';
import { machineShape } from '../../../src/language/rules/machine-shape.js';
import { expectProblems, expectValid, jsonPath, mapState } from './harness.js';

const pass = { Type: 'Pass', End: true };

describe('machineShape', () => {
  test('takes all fields of a machine', () => {
    const more = { Comment: 'c', Version: '1.0', TimeoutSeconds: 60, QueryLanguage: 'JSONata' };
    expectValid(machineShape, { ...more, ...jsonPath({ A: pass }) });
  });

  test('names all that is missing at once', () => {
    expectProblems(machineShape, {}, ['/: These fields are required: [States, StartAt]']);
    expectProblems(machineShape, { StartAt: 'A' }, ['/: These fields are required: [States]']);
  });

  test('refuses what it does not know, also inside', () => {
    expectProblems(machineShape, { Start: 'A', ...jsonPath({ A: pass }) }, [
      `/Start: The field 'Start' is not supported`,
    ]);
    const branch = { QueryLanguage: 'JSONata', ...jsonPath({ B: pass }) };
    expectProblems(machineShape, jsonPath({ A: { Type: 'Parallel', Branches: [branch], End: true } }), [
      `/States/A/Branches[0]/QueryLanguage: The field 'QueryLanguage' is not supported`,
    ]);
  });

  test('a Map may have a ProcessorConfig, a branch may not', () => {
    expectValid(machineShape, jsonPath({ A: mapState({}, { Mode: 'INLINE' }) }));
    const branch = { ProcessorConfig: {}, ...jsonPath({ B: pass }) };
    expectProblems(machineShape, jsonPath({ A: { Type: 'Parallel', Branches: [branch], End: true } }), [
      `/States/A/Branches[0]/ProcessorConfig: The field 'ProcessorConfig' is not supported`,
    ]);
  });

  test('refuses values of the wrong kind', () => {
    const fields = { StartAt: 1, Comment: [], States: [], TimeoutSeconds: 0, Version: '2.0' };
    expectProblems(machineShape, fields, [
      `/StartAt: 'StartAt' must be a string`,
      `/Comment: 'Comment' must be a string`,
      `/States: 'States' must be an object`,
      `/TimeoutSeconds: 'TimeoutSeconds' must be a whole number, 1 to 99999999`,
      `/Version: The field 'Version' should have one of these values: [1.0]`,
    ]);
    expectProblems(machineShape, { StartAt: 'A', States: {} }, [`/States: 'States' must not be empty`]);
  });
});
