import { at, has, isFields } from '../fields.js';
import type { Rule } from '../rule.js';
import { isExpression } from '../syntax/jsonata-string.js';
import { checkComparison } from './comparison.js';

/**
 * A Choice has a non-empty list of rules. Each goes on to a state; in JSONata states by its Condition, an expression
 * or a boolean, in JSONPath states by a comparison.
 *
 * Source: Amazon States Language, "Choice state".
 */
export const choices: Rule = (view, report) => {
  for (const { fields, type, language, location } of view.states) {
    if (type !== 'Choice' || !has(fields, 'Choices')) continue;
    const rules = fields['Choices'];
    if (!Array.isArray(rules) || rules.length === 0) {
      report(at(location, 'Choices'), `'Choices' must be a non-empty list`);
      continue;
    }
    for (const [i, rule] of (rules as readonly unknown[]).entries()) {
      const where = at(location, `Choices[${i}]`);
      if (!isFields(rule)) {
        report(where, 'A choice rule must be an object');
        continue;
      }
      if (!has(rule, 'Next')) report(where, `These fields are required: [Next]`);
      if (language === 'JSONPath') {
        checkComparison(rule, where, ['Assign', 'Next'], report);
        continue;
      }
      for (const name of Object.keys(rule)) {
        if (!CONDITION_FIELDS.includes(name))
          report(at(where, name), `The field '${name}' is not supported in a JSONata choice rule`);
      }
      const condition = rule['Condition'];
      if (!has(rule, 'Condition')) report(where, `These fields are required: [Condition]`);
      else if (typeof condition !== 'boolean' && !isExpression(condition)) {
        report(at(where, 'Condition'), `'Condition' must be an expression or a boolean`);
      }
    }
  }
};

const CONDITION_FIELDS = ['Assign', 'Comment', 'Condition', 'Next', 'Output'];
