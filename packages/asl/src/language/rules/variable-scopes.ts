import { assignmentsOf, variablesOf } from '../assignments.js';
import type { Rule } from '../rule.js';
import type { MachineView } from '../view.js';

/**
 * A branch, and what a Map runs, does not assign a variable that a machine around it assigns; what catchers assign
 * does not count. For the children of a DISTRIBUTED Map, which do not see those variables, it is a warning.
 *
 * Source: AWS Step Functions developer guide, "Variable scope"; recorded for catchers.
 */
export const variableScopes: Rule = (view, report) => {
  const assigned = new Map<MachineView, Set<string>>();
  for (const machine of view.machines) {
    const names = machine.states.flatMap((state) =>
      assignmentsOf(state)
        .filter(({ origin }) => origin !== 'Catch')
        .flatMap((assignment) => variablesOf(assignment, state)),
    );
    assigned.set(machine, new Set(names));
  }
  for (const state of view.states) {
    for (const assignment of assignmentsOf(state)) {
      for (const name of variablesOf(assignment, state)) {
        const severity = shadowing(name, state.machine, assigned);
        if (severity === undefined) continue;
        report(
          assignment.location,
          `The variable '${name}' is assigned in an outer scope`,
          'DUPLICATE_VARIABLE',
          severity,
        );
      }
    }
  }
};

/** How grave it is that a machine assigns a name: an error if a machine assigns it whose variables it sees. */
function shadowing(
  name: string,
  machine: MachineView,
  assigned: ReadonlyMap<MachineView, ReadonlySet<string>>,
): 'ERROR' | 'WARNING' | undefined {
  let seen = true;
  for (let inner = machine; inner.owner !== undefined; inner = inner.owner.machine) {
    if (inner.distributed) seen = false;
    if (assigned.get(inner.owner.machine)?.has(name) === true) return seen ? 'ERROR' : 'WARNING';
  }
  return undefined;
}
