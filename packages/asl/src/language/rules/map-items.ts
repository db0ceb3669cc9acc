import { at, has, isFields } from '../fields.js';
import type { Rule } from '../rule.js';
import { isExpression } from '../syntax/jsonata-string.js';

/**
 * A JSONata Map's Items is a list, an object or an expression that gives one; beside an ItemReader it is of no
 * use, which is a warning.
 *
 * Source: AWS Step Functions developer guide, "Items".
 */
export const mapItems: Rule = (view, report) => {
  for (const { fields, type, language, location } of view.states) {
    if (type !== 'Map' || language !== 'JSONata' || !has(fields, 'Items')) continue;
    const items = fields['Items'];
    if (!Array.isArray(items) && !isFields(items) && !isExpression(items)) {
      report(at(location, 'Items'), `'Items' must be a list, an object or an expression`);
    }
    if (has(fields, 'ItemReader')) {
      report(at(location, 'Items'), `'Items' has no effect beside 'ItemReader'`, 'FIELD_IGNORED', 'WARNING');
    }
  }
};
