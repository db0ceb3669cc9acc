import { at, has } from '../fields.js';
import { LIMITS } from '../limits.js';
import type { Rule } from '../rule.js';

/**
 * A Map's Label has 1 to 40 characters without blanks, wildcards, brackets, special or control characters, and is
 * unique in the whole definition: it becomes part of ARNs.
 *
 * Source: AWS Step Functions developer guide, "Map state in Distributed mode"; the service's codes INVALID_LABEL_NAME
 * and DUPLICATE_LABEL_NAME.
 */
export const mapLabels: Rule = (view, report) => {
  const seen = new Set<string>();
  for (const { fields, type, location } of view.states) {
    if (type !== 'Map' || !has(fields, 'Label')) continue;
    const label = fields['Label'];
    const where = at(location, 'Label');
    if (typeof label !== 'string' || label === '' || label.length > LIMITS.label) {
      report(where, `A Label must have 1 to ${LIMITS.label} characters`, 'INVALID_LABEL_NAME');
      continue;
    }
    const forbidden = FORBIDDEN.exec(label)?.[0];
    if (forbidden !== undefined) {
      report(where, `A Label must not contain ${JSON.stringify(forbidden)}`, 'INVALID_LABEL_NAME');
    }
    if (seen.has(label)) report(where, `There is more than one Label '${label}'`, 'DUPLICATE_LABEL_NAME');
    seen.add(label);
  }
};

const FORBIDDEN = /[\s?*<>{}[\]:;,\\|^~$#%&"`\p{Cc}]/u;
