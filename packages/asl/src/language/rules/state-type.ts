import { at, has, isFields } from '../fields.js';
import type { Rule } from '../rule.js';
import { STATE_TYPES } from '../view.js';

/**
 * A state is an object with a Type that exists.
 *
 * Source: Amazon States Language, "States"; recorded for an unknown Type.
 */
export const stateType: Rule = (view, report) => {
  for (const { fields, location } of view.machines) {
    const states = fields['States'];
    if (!isFields(states)) continue;
    for (const [name, state] of Object.entries(states)) {
      if (!isFields(state)) report(at(at(location, 'States'), name), `A state must be an object`);
    }
  }
  for (const { fields, type, location } of view.states) {
    if (!has(fields, 'Type')) report(location, `These fields are required: [Type]`);
    else if (type === undefined) {
      const values = STATE_TYPES.join(', ');
      report(at(location, 'Type'), `The field 'Type' should have one of these values: [${values}]`);
    }
  }
};
