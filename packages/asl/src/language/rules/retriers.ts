import { at, has, isFields } from '../fields.js';
import { LIMITS } from '../limits.js';
import type { Rule } from '../rule.js';
import { checkErrorEquals } from './error-equals.js';
import { checkNumber } from './number-field.js';

const FIELDS = [
  'BackoffRate',
  'Comment',
  'ErrorEquals',
  'IntervalSeconds',
  'JitterStrategy',
  'MaxAttempts',
  'MaxDelaySeconds',
];

/** A year of 366 days. */
const LONGEST_DELAY = 31_622_400;

/**
 * A retrier names errors and gives its numbers in their ranges: IntervalSeconds and MaxDelaySeconds from 1, MaxAttempts
 * from 0, BackoffRate from 1 with fractions; MaxDelaySeconds is longer than the first interval.
 *
 * Source: Amazon States Language, "Retrying after error".
 */
export const retriers: Rule = (view, report) => {
  const most = LIMITS.timeoutSeconds;
  for (const { fields, type, location } of view.states) {
    if (!has(fields, 'Retry') || !(type === 'Task' || type === 'Parallel' || type === 'Map')) continue;
    const list = fields['Retry'];
    if (!Array.isArray(list)) {
      report(at(location, 'Retry'), `'Retry' must be a list`);
      continue;
    }
    for (const [i, retrier] of (list as readonly unknown[]).entries()) {
      const where = at(location, `Retry[${i}]`);
      if (!isFields(retrier)) {
        report(where, 'A retrier must be an object');
        continue;
      }
      for (const name of Object.keys(retrier)) {
        if (!FIELDS.includes(name)) report(at(where, name), `The field '${name}' is not supported in a retrier`);
      }
      checkErrorEquals(retrier, where, i === list.length - 1, report);
      checkNumber(retrier, 'IntervalSeconds', where, { least: 1, most }, 'none', report);
      checkNumber(retrier, 'MaxAttempts', where, { least: 0, most }, 'none', report);
      checkNumber(retrier, 'MaxDelaySeconds', where, { least: 1, most: LONGEST_DELAY }, 'none', report);
      checkNumber(retrier, 'BackoffRate', where, { least: 1, fractions: true }, 'none', report);
      const jitter = retrier['JitterStrategy'];
      if (has(retrier, 'JitterStrategy') && jitter !== 'FULL' && jitter !== 'NONE') {
        const message = `The field 'JitterStrategy' should have one of these values: [FULL, NONE]`;
        report(at(where, 'JitterStrategy'), message);
      }
    }
  }
};
