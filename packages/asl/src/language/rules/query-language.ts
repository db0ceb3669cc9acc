import { at, has, isOneOf } from '../fields.js';
import type { Rule } from '../rule.js';

/**
 * QueryLanguage is JSONPath or JSONata. A machine whose language is JSONata has no JSONPath states; the reverse is
 * allowed.
 *
 * Source: recorded, both ways.
 */
export const queryLanguage: Rule = (view, report) => {
  const places = [view.root, ...view.states];
  for (const { fields, location } of places) {
    if (!has(fields, 'QueryLanguage') || isOneOf(fields['QueryLanguage'], ['JSONPath', 'JSONata'])) continue;
    const message = `The field 'QueryLanguage' should have one of these values: [JSONPath, JSONata]`;
    report(at(location, 'QueryLanguage'), message);
  }
  if (view.language !== 'JSONata') return;
  for (const { fields, location } of view.states) {
    if (fields['QueryLanguage'] !== 'JSONPath') continue;
    report(location, `'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine`);
  }
};
