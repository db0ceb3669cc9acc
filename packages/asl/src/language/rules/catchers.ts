import { at, has, isFields } from '../fields.js';
import type { Rule } from '../rule.js';
import { checkErrorEquals } from './error-equals.js';

const FIELDS = {
  both: ['Assign', 'Comment', 'ErrorEquals', 'Next'],
  JSONPath: ['ResultPath'],
  JSONata: ['Output'],
} as const;

/**
 * A catcher names errors and the state that goes on. ResultPath is JSONPath's, Output is JSONata's.
 *
 * Source: Amazon States Language, "Fallback states".
 */
export const catchers: Rule = (view, report) => {
  for (const { fields, type, language, location } of view.states) {
    if (!has(fields, 'Catch') || !(type === 'Task' || type === 'Parallel' || type === 'Map')) continue;
    const list = fields['Catch'];
    if (!Array.isArray(list)) {
      report(at(location, 'Catch'), `'Catch' must be a list`);
      continue;
    }
    const known: readonly string[] = [...FIELDS.both, ...FIELDS[language]];
    for (const [i, catcher] of (list as readonly unknown[]).entries()) {
      const where = at(location, `Catch[${i}]`);
      if (!isFields(catcher)) {
        report(where, 'A catcher must be an object');
        continue;
      }
      for (const name of Object.keys(catcher)) {
        if (!known.includes(name))
          report(at(where, name), `The field '${name}' is not supported in a ${language} catcher`);
      }
      checkErrorEquals(catcher, where, i === list.length - 1, report);
      if (!has(catcher, 'Next')) report(where, `These fields are required: [Next]`);
    }
  }
};
