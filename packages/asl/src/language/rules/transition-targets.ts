import { at, has, isFields } from '../fields.js';
import type { Rule } from '../rule.js';
import { transitionsOf } from '../transitions.js';

/**
 * StartAt and every transition name a state beside them: no way leads into or out of a branch or what a Map runs.
 *
 * Source: Amazon States Language, "Transitions"; the service's code MISSING_TRANSITION_TARGET.
 */
export const transitionTargets: Rule = (view, report) => {
  for (const { fields, location, states } of view.machines) {
    const names = isFields(fields['States']) ? fields['States'] : {};
    const check = (target: unknown, where: string): void => {
      if (typeof target !== 'string') report(where, `The name of a state must be a string`);
      else if (!has(names, target))
        report(where, `There is no state '${target}' beside it`, 'MISSING_TRANSITION_TARGET');
    };
    if (typeof fields['StartAt'] === 'string' && isFields(fields['States'])) {
      check(fields['StartAt'], at(location, 'StartAt'));
    }
    for (const state of states) {
      for (const transition of transitionsOf(state)) check(transition.target, transition.location);
    }
  }
};
