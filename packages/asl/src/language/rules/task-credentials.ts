import { at, has, isFields } from '../fields.js';
import type { Rule } from '../rule.js';
import { isExpression } from '../syntax/jsonata-string.js';

/**
 * A Task's Credentials are an object with RoleArn, or in JSONPath states `RoleArn.$`.
 *
 * Source: recorded: Credentials without RoleArn are refused.
 */
export const taskCredentials: Rule = (view, report) => {
  for (const { fields, type, language, location } of view.states) {
    if (type !== 'Task' || !has(fields, 'Credentials')) continue;
    const credentials = fields['Credentials'];
    const where = at(location, 'Credentials');
    if (language === 'JSONata' && isExpression(credentials)) continue;
    if (!isFields(credentials)) report(where, `'Credentials' must be an object`);
    else if (!has(credentials, 'RoleArn') && !(language === 'JSONPath' && has(credentials, 'RoleArn.$'))) {
      report(where, `These fields are required: [RoleArn]`);
    }
  }
};
