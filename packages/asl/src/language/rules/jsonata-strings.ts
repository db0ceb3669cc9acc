import type { Rule } from '../rule.js';
import { isExpression } from '../syntax/jsonata-string.js';
import { expressionFieldsOf, stringsIn } from '../templates.js';

/**
 * In a JSONata state, a string that begins with `{%` ends with `%}`, with nothing before or after, and the reverse.
 *
 * Source: AWS Step Functions developer guide, "Transforming data with JSONata".
 */
export const jsonataStrings: Rule = (view, report) => {
  for (const state of view.states) {
    if (state.language !== 'JSONata') continue;
    for (const { value, location } of expressionFieldsOf(state)) {
      for (const [text, where] of stringsIn(value, location)) {
        if (isExpression(text) || !(text.startsWith('{%') || text.endsWith('%}'))) continue;
        report(where, 'An expression must begin with {% and end with %}', 'INVALID_JSONATA_EXPRESSION');
      }
    }
  }
};
