import { at, elements, isFields } from '../fields.js';
import type { Report } from '../problem.js';
import type { Rule } from '../rule.js';
import { intrinsicFault } from '../syntax/intrinsic.js';
import { isPath } from '../syntax/json-path.js';
import { payloadsOf } from '../templates.js';

/**
 * What looks like a path stands where a path is read: under a name that ends with `.$` in a template, or with Path in
 * a Fail; and never in the Result of a Pass, which is taken as it is. Warnings.
 *
 * Source: the service's codes NO_DOLLAR, NO_PATH and PASS_RESULT_IS_STATIC.
 */
export const likelyPaths: Rule = (view, report) => {
  for (const state of view.states) {
    const { fields, type, language, location } = state;
    if (language !== 'JSONPath') continue;
    for (const { value, location: where } of payloadsOf(state)) searchTemplate(value, where, report);
    if (type === 'Pass' && looksDynamic(fields['Result'])) {
      const message = `'Result' is not evaluated; use 'Parameters' for a path`;
      report(at(location, 'Result'), message, 'PASS_RESULT_IS_STATIC', 'WARNING');
    }
    for (const name of type === 'Fail' ? ['Error', 'Cause'] : []) {
      if (!looksDynamic(fields[name])) continue;
      report(at(location, name), `'${name}' looks like a path; did you mean '${name}Path'?`, 'NO_PATH', 'WARNING');
    }
  }
};

function searchTemplate(value: unknown, location: string, report: Report): void {
  for (const [i, element] of elements(value).entries()) searchTemplate(element, `${location}[${i}]`, report);
  if (!isFields(value)) return;
  for (const [name, inner] of Object.entries(value)) {
    const where = at(location, name);
    if (!name.endsWith('.$') && looksDynamic(inner)) {
      report(where, `The value of '${name}' looks like a path; did you mean '${name}.$'?`, 'NO_DOLLAR', 'WARNING');
    }
    searchTemplate(inner, where, report);
  }
}

/** A lone `$name` may well be text, so it does not count. */
function looksDynamic(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  return value.startsWith('States.') ? intrinsicFault(value) === undefined : /^\$\$?[.[]/.test(value) && isPath(value);
}
