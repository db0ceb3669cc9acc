import { describe, test } from '@jest/globals';
import { mapItems } from '../../../src/language/rules/map-items.js';
import { distributedMap, expectProblems, expectValid, jsonata, mapState } from './harness.js';

describe('mapItems', () => {
  test.each([['{% $states.input %}'], [[1, '{% 2 %}']], [[]], [{ a: 1 }]])('takes %j', (Items) => {
    expectValid(mapItems, jsonata({ A: mapState({ Items }) }));
  });

  test.each([['$.items'], [7], [null], ['{% $x']])('refuses %j', (Items) => {
    expectProblems(mapItems, jsonata({ A: mapState({ Items }) }), [
      `/States/A/Items: 'Items' must be a list, an object or an expression`,
    ]);
  });

  test('warns of Items beside an ItemReader', () => {
    expectProblems(mapItems, jsonata({ A: distributedMap({ Items: [], ItemReader: {} }) }), [
      `warning /States/A/Items: 'Items' has no effect beside 'ItemReader' (FIELD_IGNORED)`,
    ]);
  });
});
