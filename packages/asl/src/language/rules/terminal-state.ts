import type { Rule } from '../rule.js';

/**
 * A machine, a branch and what a Map runs can end: at least one of its states has End, or is a Succeed or a Fail.
 *
 * Source: Amazon States Language, "Terminal state"; the service's code MISSING_END_STATE.
 */
export const terminalState: Rule = (view, report) => {
  for (const { location, states } of view.machines) {
    if (states.length === 0) continue;
    const ends = states.some(({ fields, type }) => type === 'Succeed' || type === 'Fail' || fields['End'] === true);
    if (!ends) report(location, 'No state ends the machine', 'MISSING_END_STATE');
  }
};
