import type { Rule } from '../rule.js';
import { isExpression, sourceOf } from '../syntax/jsonata-string.js';
import { unsupportedName } from '../syntax/jsonata-tree.js';
import { expressionFieldsOf, stringsIn } from '../templates.js';

/**
 * A JSONata expression can be parsed, and reads data by variables only: there is no document of which `name`, `$` or
 * `$$` could be a part, and no `$eval`. A lone `$` is a warning: it is taken, and undefined when the machine runs.
 * Checked where a parser is given.
 *
 * Source: AWS Step Functions developer guide, "Transforming data with JSONata"; the service's codes
 * INVALID_JSONATA_EXPRESSION and UNSUPPORTED_JSONATA_EXPRESSION.
 */
export const jsonataExpressions: Rule = (view, report, { parseExpression }) => {
  if (parseExpression === undefined) return;
  for (const state of view.states) {
    if (state.language !== 'JSONata') continue;
    for (const { value, location } of expressionFieldsOf(state)) {
      for (const [text, where] of stringsIn(value, location)) {
        if (!isExpression(text)) continue;
        let tree: unknown;
        try {
          tree = parseExpression(sourceOf(text));
        } catch (error) {
          report(where, `The expression cannot be parsed: ${messageOf(error)}`, 'INVALID_JSONATA_EXPRESSION');
          continue;
        }
        const name = unsupportedName(tree);
        if (name === undefined) continue;
        const severity = name === '$' ? 'WARNING' : 'ERROR';
        const message = `The expression reads ${name}, which is not supported`;
        report(where, message, 'UNSUPPORTED_JSONATA_EXPRESSION', severity);
      }
    }
  }
};

/** jsonata throws plain objects. */
function messageOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message);
  return String(error);
}
