import { at, has, isFields } from '../fields.js';
import { LIMITS } from '../limits.js';
import type { Rule } from '../rule.js';
import { checkAtMostOne, checkNumber } from './number-field.js';

const BOTH = ['BatchInput', 'MaxInputBytesPerBatch', 'MaxItemsPerBatch'];
const PATHS = ['MaxInputBytesPerBatchPath', 'MaxItemsPerBatchPath'];

/**
 * An ItemBatcher says how many items or bytes a batch has, or both; bytes are at most 262,144, and each is a number or
 * a path.
 *
 * Source: AWS Step Functions developer guide, "ItemBatcher".
 */
export const itemBatcher: Rule = (view, report) => {
  for (const { fields, type, language, location } of view.states) {
    if (type !== 'Map' || !has(fields, 'ItemBatcher')) continue;
    const batcher = fields['ItemBatcher'];
    const where = at(location, 'ItemBatcher');
    if (!isFields(batcher)) {
      report(where, `'ItemBatcher' must be an object`);
      continue;
    }
    const known = language === 'JSONPath' ? [...BOTH, ...PATHS] : BOTH;
    for (const name of Object.keys(batcher)) {
      if (!known.includes(name))
        report(at(where, name), `The field '${name}' is not supported in a ${language} ItemBatcher`);
    }
    const limits = known.filter((name) => name !== 'BatchInput');
    if (!limits.some((name) => has(batcher, name))) {
      report(where, `At least one of these fields is required: [MaxItemsPerBatch, MaxInputBytesPerBatch]`);
    }
    checkNumber(batcher, 'MaxItemsPerBatch', where, { least: 1 }, language, report);
    const bytes = { least: 1, most: LIMITS.payloadBytes };
    checkNumber(batcher, 'MaxInputBytesPerBatch', where, bytes, language, report);
    for (const name of ['MaxItemsPerBatch', 'MaxInputBytesPerBatch']) {
      checkAtMostOne(batcher, [name, `${name}Path`], where, report);
    }
  }
};
