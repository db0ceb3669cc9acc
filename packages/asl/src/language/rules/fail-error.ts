import { at, has } from '../fields.js';
import type { Rule } from '../rule.js';
import { checkAtMostOne } from './number-field.js';

/**
 * A Fail gives Error and Cause as strings, or their paths, not both.
 *
 * Source: Amazon States Language, "Fail state".
 */
export const failError: Rule = (view, report) => {
  for (const { fields, type, location } of view.states) {
    if (type !== 'Fail') continue;
    for (const name of ['Error', 'Cause']) {
      checkAtMostOne(fields, [name, `${name}Path`], location, report);
      if (has(fields, name) && typeof fields[name] !== 'string') {
        report(at(location, name), `'${name}' must be a string`);
      }
    }
  }
};
