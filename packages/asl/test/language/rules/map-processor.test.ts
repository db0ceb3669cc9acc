import { describe, test } from '@jest/globals';
import { mapProcessor } from '../../../src/language/rules/map-processor.js';
import { expectProblems, expectValid, jsonPath, mapState } from './harness.js';

const where = '/States/A/ItemProcessor/ProcessorConfig';

describe('mapProcessor', () => {
  test('takes each mode, and the older names', () => {
    expectValid(mapProcessor, jsonPath({ A: mapState() }));
    expectValid(mapProcessor, jsonPath({ A: mapState({}, { Mode: 'INLINE' }) }));
    expectValid(mapProcessor, jsonPath({ A: mapState({}, { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' }) }));
    const inner = jsonPath({ B: { Type: 'Succeed' } });
    expectValid(mapProcessor, jsonPath({ A: { Type: 'Map', Iterator: inner, Parameters: {}, End: true } }));
  });

  test('asks for one processor and one selector', () => {
    expectProblems(mapProcessor, jsonPath({ A: { Type: 'Map', End: true } }), [
      '/States/A: These fields are required: [ItemProcessor]',
    ]);
    expectProblems(mapProcessor, jsonPath({ A: mapState({ Iterator: {}, ItemSelector: {}, Parameters: {} }) }), [
      '/States/A: Only one of these fields is allowed: [ItemProcessor, Iterator]',
      '/States/A: Only one of these fields is allowed: [ItemSelector, Parameters]',
    ]);
    expectProblems(mapProcessor, jsonPath({ A: { Type: 'Map', ItemProcessor: [], End: true } }), [
      `/States/A/ItemProcessor: 'ItemProcessor' must be an object`,
    ]);
  });

  test('DISTRIBUTED needs an ExecutionType', () => {
    expectProblems(mapProcessor, jsonPath({ A: mapState({}, { Mode: 'DISTRIBUTED' }) }), [
      `${where}: These fields are required: [ExecutionType]`,
    ]);
  });

  test('refuses other values and fields', () => {
    expectProblems(mapProcessor, jsonPath({ A: mapState({}, { Mode: 'BATCH', ExecutionType: 'FAST', Label: 'l' }) }), [
      `${where}/Label: The field 'Label' is not supported`,
      `${where}/Mode: The field 'Mode' should have one of these values: [INLINE, DISTRIBUTED]`,
      `${where}/ExecutionType: The field 'ExecutionType' should have one of these values: [STANDARD, EXPRESS]`,
    ]);
    const processor = { ProcessorConfig: null, ...jsonPath({ B: { Type: 'Succeed' } }) };
    expectProblems(mapProcessor, jsonPath({ A: { Type: 'Map', ItemProcessor: processor, End: true } }), [
      `${where}: 'ProcessorConfig' must be an object`,
    ]);
  });

  test('warns of an ExecutionType without effect', () => {
    expectProblems(mapProcessor, jsonPath({ A: mapState({}, { Mode: 'INLINE', ExecutionType: 'STANDARD' }) }), [
      `warning ${where}/ExecutionType: 'ExecutionType' has no effect where Mode is INLINE (FIELD_IGNORED)`,
    ]);
  });
});
