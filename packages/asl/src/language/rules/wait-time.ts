import { at, has } from '../fields.js';
import { LIMITS } from '../limits.js';
import type { Rule } from '../rule.js';
import { isExpression } from '../syntax/jsonata-string.js';
import { isTimestamp } from '../syntax/timestamp.js';
import { checkNumber } from './number-field.js';

const BY_LANGUAGE = {
  JSONPath: ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'],
  JSONata: ['Seconds', 'Timestamp'],
} as const;

/**
 * A Wait says exactly once for how long: Seconds from 0, or an RFC 3339 Timestamp with `T` and `Z`, or a path to one.
 * In JSONata states an expression may stand for either.
 *
 * Source: Amazon States Language, "Wait state"; recorded for timestamps.
 */
export const waitTime: Rule = (view, report) => {
  for (const { fields, type, language, location } of view.states) {
    if (type !== 'Wait') continue;
    const names = BY_LANGUAGE[language];
    const present = names.filter((name) => has(fields, name));
    if (present.length !== 1) report(location, `Exactly one of these fields is required: [${names.join(', ')}]`);
    checkNumber(fields, 'Seconds', location, { least: 0, most: LIMITS.timeoutSeconds }, language, report);
    const timestamp = fields['Timestamp'];
    if (!has(fields, 'Timestamp') || (language === 'JSONata' && isExpression(timestamp))) continue;
    if (typeof timestamp !== 'string' || !isTimestamp(timestamp)) {
      report(at(location, 'Timestamp'), 'String does not match RFC3339 timestamp');
    }
  }
};
