import type { Rule } from '../rule.js';
import { isExpression, sourceOf, withoutLiterals } from '../syntax/jsonata-string.js';
import { expressionFieldsOf, stringsIn } from '../templates.js';

/**
 * `$states.result` is read in Output and Assign of a Task, Parallel or Map; `$states.errorOutput` in those of a
 * catcher.
 *
 * Source: AWS Step Functions developer guide, "Transforming data with JSONata": elsewhere the definition is refused.
 */
export const jsonataStates: Rule = (view, report) => {
  for (const state of view.states) {
    if (state.language !== 'JSONata') continue;
    for (const { value, location, reads } of expressionFieldsOf(state)) {
      for (const [text, where] of stringsIn(value, location)) {
        if (!isExpression(text)) continue;
        const source = withoutLiterals(sourceOf(text));
        if (reads !== 'result' && RESULT.test(source)) {
          report(where, `'$states.result' is not available here`, 'UNSUPPORTED_JSONATA_EXPRESSION');
        }
        if (reads !== 'error' && ERROR.test(source)) {
          report(where, `'$states.errorOutput' is not available here`, 'UNSUPPORTED_JSONATA_EXPRESSION');
        }
      }
    }
  }
};

const RESULT = /\$states\s*\.\s*result\b/;
const ERROR = /\$states\s*\.\s*errorOutput\b/;
