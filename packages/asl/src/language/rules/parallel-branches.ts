import { at, has, isFields } from '../fields.js';
import type { Rule } from '../rule.js';

/**
 * A Parallel has a non-empty list of branches, each an object.
 *
 * Source: Amazon States Language, "Parallel state".
 */
export const parallelBranches: Rule = (view, report) => {
  for (const { fields, type, location } of view.states) {
    if (type !== 'Parallel' || !has(fields, 'Branches')) continue;
    const branches = fields['Branches'];
    if (!Array.isArray(branches) || branches.length === 0) {
      report(at(location, 'Branches'), `'Branches' must be a non-empty list`);
      continue;
    }
    for (const [i, branch] of (branches as readonly unknown[]).entries()) {
      if (!isFields(branch)) report(at(location, `Branches[${i}]`), 'A branch must be an object');
    }
  }
};
