import { at, elements, has, isFields } from '../fields.js';
import type { Report } from '../problem.js';
import type { Rule } from '../rule.js';
import { intrinsicFault } from '../syntax/intrinsic.js';
import { pathFault } from '../syntax/json-path.js';
import { payloadsOf } from '../templates.js';

/**
 * In a payload template of a JSONPath state, a field whose name ends with `.$` holds a path or calls an intrinsic
 * function, and no other field has its name without the suffix.
 *
 * Source: Amazon States Language, "Payload template".
 */
export const payloadTemplates: Rule = (view, report) => {
  for (const state of view.states) {
    if (state.language !== 'JSONPath') continue;
    for (const { value, location } of payloadsOf(state)) checkTemplate(value, location, report);
  }
};

function checkTemplate(value: unknown, location: string, report: Report): void {
  for (const [i, element] of elements(value).entries()) checkTemplate(element, `${location}[${i}]`, report);
  if (!isFields(value)) return;
  for (const [name, inner] of Object.entries(value)) {
    const where = at(location, name);
    if (!name.endsWith('.$')) {
      checkTemplate(inner, where, report);
      continue;
    }
    const fault = dynamicFault(inner);
    if (fault !== undefined)
      report(where, `The value of '${name}' must be a path or an intrinsic function; it ${fault}`);
    const plain = name.slice(0, -2);
    if (has(value, plain)) report(where, `'${plain}' and '${name}' give the same field twice`, 'DUPLICATE_FIELD_NAME');
  }
}

function dynamicFault(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'is no string';
  return value.startsWith('States.') ? intrinsicFault(value) : pathFault(value);
}
