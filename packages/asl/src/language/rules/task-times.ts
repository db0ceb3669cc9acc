import { at } from '../fields.js';
import { LIMITS } from '../limits.js';
import type { Rule } from '../rule.js';
import { checkAtMostOne, checkNumber } from './number-field.js';

/**
 * TimeoutSeconds and HeartbeatSeconds are whole numbers from 1 to 99,999,999, given once each, as a number or a path;
 * the heartbeat is the shorter one.
 *
 * Source: Amazon States Language, "Task state".
 */
export const taskTimes: Rule = (view, report) => {
  const range = { least: 1, most: LIMITS.timeoutSeconds };
  for (const { fields, type, language, location } of view.states) {
    if (type !== 'Task') continue;
    for (const name of ['TimeoutSeconds', 'HeartbeatSeconds']) {
      checkNumber(fields, name, location, range, language, report);
      if (language === 'JSONPath') checkAtMostOne(fields, [name, `${name}Path`], location, report);
    }
    const [timeout, heartbeat] = [fields['TimeoutSeconds'], fields['HeartbeatSeconds']];
    if (typeof timeout === 'number' && typeof heartbeat === 'number' && heartbeat >= timeout) {
      report(at(location, 'HeartbeatSeconds'), `'HeartbeatSeconds' must be less than 'TimeoutSeconds'`);
    }
  }
};
