import { assignmentsOf, variablesOf } from '../assignments.js';
import { at, isFields } from '../fields.js';
import { LIMITS } from '../limits.js';
import type { Rule } from '../rule.js';

/**
 * Assign is an object whose names are identifiers of at most 80 characters. No part of a variable can be assigned, and
 * `states` is the service's own.
 *
 * Source: AWS Step Functions developer guide, "Passing data between states with variables".
 */
export const variableNames: Rule = (view, report) => {
  for (const state of view.states) {
    for (const assignment of assignmentsOf(state)) {
      const { location, value } = assignment;
      if (!isFields(value)) report(location, `'Assign' must be an object`);
      for (const name of variablesOf(assignment, state)) {
        const fault = faultOf(name);
        if (fault !== undefined) report(at(location, name), `A variable ${fault}`, 'INVALID_VARIABLE_NAME');
      }
    }
  }
};

function faultOf(name: string): string | undefined {
  if (name.length > LIMITS.variableName) return `must have at most ${LIMITS.variableName} characters`;
  if (!IDENTIFIER.test(name)) return `must be named by an identifier; '${name}' is none`;
  return name === 'states' ? `must not be named 'states'` : undefined;
}

const IDENTIFIER = /^[\p{ID_Start}_][\p{ID_Continue}]*$/u;
