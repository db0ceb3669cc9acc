import { LIMITS } from '../limits.js';
import type { Rule } from '../rule.js';

/**
 * A state's name has 1 to 80 characters, none of them a control character, and is unique in the whole definition,
 * branches and what Maps run included.
 *
 * Source: Amazon States Language, "States"; the service's codes DUPLICATE_STATE_NAME and INVALID_STATE_NAME.
 */
export const stateNames: Rule = (view, report) => {
  const seen = new Set<string>();
  for (const { name, location } of view.states) {
    if (name === '' || name.length > LIMITS.stateName) {
      const message = `The name of a state must have 1 to ${LIMITS.stateName} characters; this has ${name.length}`;
      report(location, message, 'INVALID_STATE_NAME');
    } else if (CONTROL.test(name)) {
      report(location, 'The name of a state must not contain control characters', 'INVALID_STATE_NAME');
    }
    if (seen.has(name)) report(location, `There is more than one state named '${name}'`, 'DUPLICATE_STATE_NAME');
    seen.add(name);
  }
};

const CONTROL = /\p{Cc}/u;
