import { describe, test } from '@jest/globals';
import { mapModeFields } from '../../../src/language/rules/map-mode-fields.js';
import { distributedMap, expectProblems, expectValid, jsonPath, mapState } from './harness.js';

const fields = { ItemReader: {}, ItemBatcher: {}, ResultWriter: {}, Label: 'l', ToleratedFailureCount: 1 };

describe('mapModeFields', () => {
  test('takes them in DISTRIBUTED mode, and the others in both', () => {
    expectValid(mapModeFields, jsonPath({ A: distributedMap(fields) }));
    expectValid(mapModeFields, jsonPath({ A: mapState({ ItemsPath: '$', ItemSelector: {}, MaxConcurrency: 1 }) }));
  });

  test.each([[undefined], [{ Mode: 'INLINE' }]])('refuses them with the configuration %j', (config) => {
    expectProblems(mapModeFields, jsonPath({ A: mapState(fields, config) }), [
      `/States/A/ItemReader: The field 'ItemReader' needs the Mode DISTRIBUTED`,
      `/States/A/ItemBatcher: The field 'ItemBatcher' needs the Mode DISTRIBUTED`,
      `/States/A/ResultWriter: The field 'ResultWriter' needs the Mode DISTRIBUTED`,
      `/States/A/Label: The field 'Label' needs the Mode DISTRIBUTED`,
      `warning /States/A/ToleratedFailureCount: The field 'ToleratedFailureCount' needs the Mode DISTRIBUTED (FIELD_IGNORED)`,
    ]);
  });
});
