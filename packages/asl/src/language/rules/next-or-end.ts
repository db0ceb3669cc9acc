import { at, has } from '../fields.js';
import type { Rule } from '../rule.js';

const GO_ON = ['Task', 'Wait', 'Pass', 'Parallel', 'Map'];

/**
 * A Task, Wait, Pass, Parallel or Map goes on (Next) or is the last of its machine (End is true), and not both.
 *
 * Source: Amazon States Language, "Transitions".
 */
export const nextOrEnd: Rule = (view, report) => {
  for (const { fields, type, location } of view.states) {
    if (type === undefined || !GO_ON.includes(type)) continue;
    if (has(fields, 'End') && typeof fields['End'] !== 'boolean') report(at(location, 'End'), `'End' must be true`);
    else if (fields['End'] === true && has(fields, 'Next')) {
      report(location, `Only one of these fields is allowed: [Next, End]`);
    } else if (fields['End'] !== true && !has(fields, 'Next')) {
      report(location, `One of these fields is required: [Next, End]`);
    }
  }
};
