import type { Compiled, Computes, Target } from '@flowmap/asl';
import { indexGraph, type FlowGraph, type StepNode } from '@flowmap/graph';
import type { RoleFor } from '../model/names.js';
import { deployPlace } from '../model/place.js';
import type { Role } from './document.js';
import { machineRole, type MachineRights } from './machine-role.js';
import { secretRights } from './secret-rights.js';
import { startRoles } from './start-roles.js';
import { taskRole } from './task-role.js';

/** A flow and all that its rights depend on. */
export interface FlowRights extends Omit<MachineRights, 'policies'> {
  readonly graph: FlowGraph;
  readonly compiled: Pick<Compiled, 'policies'>;
  readonly computes: Computes;
  readonly target: Target;
}

/** The roles of a flow. */
export interface FlowRoles {
  /**
   * The task role is absent where no service takes it on: whoever uses the computes then has a role of their own. Those of schedules and of the
   * starter are absent where nothing needs them.
   */
  readonly roles: { readonly machine: Role } & { readonly [use in Exclude<RoleFor, 'machine'>]?: Role };
  /** Names of computes that steps run on and that do not say what they deploy: what these need is in no role. */
  readonly silent: readonly string[];
}

/** The roles of a compiled flow. Throws `POLICY_TOO_LONG`. */
export function flowRoles({ graph, compiled, computes, target, ...machine }: FlowRights): FlowRoles {
  const place = deployPlace(target);
  const used = [...stepsByCompute(graph, computes)];
  const said = used.flatMap(([name, steps]) => computes[name]?.deploys?.(steps, place, target) ?? []);
  return {
    roles: {
      machine: machineRole(target, { ...machine, policies: compiled.policies }),
      ...(said.some(({ principals }) => principals.length > 0) && {
        task: taskRole(target, { computes: said, policies: secretRights(graph, target) }),
      }),
      ...startRoles(graph, target),
    },
    silent: used.map(([name]) => name).filter((name) => !computes[name]?.deploys),
  };
}

/** The steps of a flow by the name of the compute that they run on, as the compiler chooses it. */
export function stepsByCompute(graph: FlowGraph, computes: Computes): ReadonlyMap<string, readonly StepNode[]> {
  const found = new Map<string, StepNode[]>();
  for (const { node } of indexGraph(graph).nodes.values()) {
    if (node.kind !== 'step') continue;
    const { on = 'default' } = node.resources ?? {};
    const name = computes[on] ? on : 'default';
    found.set(name, [...(found.get(name) ?? []), node]);
  }
  return found;
}
