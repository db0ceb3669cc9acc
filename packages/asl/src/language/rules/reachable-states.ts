import type { Rule } from '../rule.js';
import { transitionsOf } from '../transitions.js';

/**
 * Every state can be reached from StartAt of its machine. Where StartAt names no state, that alone is reported.
 *
 * Source: the service refuses a state that nothing leads to, as MISSING_TRANSITION_TARGET.
 */
export const reachableStates: Rule = (view, report) => {
  for (const { fields, states } of view.machines) {
    const byName = new Map(states.map((state) => [state.name, state]));
    const reached = new Set<string>();
    const waiting = [fields['StartAt']];
    while (waiting.length > 0) {
      const name = waiting.pop();
      const state = typeof name === 'string' ? byName.get(name) : undefined;
      if (state === undefined || reached.has(state.name)) continue;
      reached.add(state.name);
      waiting.push(...transitionsOf(state).map(({ target }) => target));
    }
    if (reached.size === 0) continue;
    for (const { name, location } of states) {
      if (!reached.has(name)) report(location, `State '${name}' is not reachable`, 'MISSING_TRANSITION_TARGET');
    }
  }
};
