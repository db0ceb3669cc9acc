import { describe, test } from '@jest/globals';
import { itemBatcher } from '../../../src/language/rules/item-batcher.js';
import { distributedMap, expectProblems, expectValid, jsonata, jsonPath } from './harness.js';

const batcher = (ItemBatcher: unknown) => jsonPath({ A: distributedMap({ ItemBatcher }) });
const where = '/States/A/ItemBatcher';

describe('itemBatcher', () => {
  test('takes items, bytes or both, as numbers, paths or expressions', () => {
    expectValid(itemBatcher, batcher({ MaxItemsPerBatch: 1, MaxInputBytesPerBatch: 262_144, BatchInput: {} }));
    expectValid(itemBatcher, batcher({ MaxItemsPerBatchPath: '$.items' }));
    expectValid(itemBatcher, jsonata({ A: distributedMap({ ItemBatcher: { MaxInputBytesPerBatch: '{% 1 %}' } }) }));
  });

  test('refuses neither, and numbers out of range', () => {
    const message = `${where}: At least one of these fields is required: [MaxItemsPerBatch, MaxInputBytesPerBatch]`;
    expectProblems(itemBatcher, batcher({ BatchInput: {} }), [message]);
    expectProblems(itemBatcher, batcher({ MaxItemsPerBatch: 0, MaxInputBytesPerBatch: 262_145 }), [
      `${where}/MaxItemsPerBatch: 'MaxItemsPerBatch' must be a whole number, 1 or more`,
      `${where}/MaxInputBytesPerBatch: 'MaxInputBytesPerBatch' must be a whole number, 1 to 262144`,
    ]);
    expectProblems(itemBatcher, batcher(100), [`${where}: 'ItemBatcher' must be an object`]);
  });

  test('refuses a number beside its path, and paths in JSONata states', () => {
    expectProblems(itemBatcher, batcher({ MaxItemsPerBatch: 2, MaxItemsPerBatchPath: '$.items' }), [
      `${where}: Only one of these fields is allowed: [MaxItemsPerBatch, MaxItemsPerBatchPath]`,
    ]);
    const ItemBatcher = { MaxItemsPerBatch: 2, MaxInputBytesPerBatchPath: '$.b' };
    expectProblems(itemBatcher, jsonata({ A: distributedMap({ ItemBatcher }) }), [
      `${where}/MaxInputBytesPerBatchPath: The field 'MaxInputBytesPerBatchPath' is not supported in a JSONata ItemBatcher`,
    ]);
  });
});
