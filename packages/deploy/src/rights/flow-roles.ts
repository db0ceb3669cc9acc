import type { Deployment } from '../model/deployment.js';
import { computeDeployments } from '../model/desired.js';
import type { RoleFor } from '../model/names.js';
import { stepsByCompute } from '../model/steps-by-compute.js';
import type { Role } from './document.js';
import { machineRole, type MachineRights } from './machine-role.js';
import { scheduleRole } from './schedule-role.js';
import { taskRole } from './task-role.js';

/** A compiled flow, as far as its rights depend on it. */
export interface FlowRights extends Pick<Deployment, 'graph' | 'computes' | 'target'>, MachineRights {}

/** The roles of a flow. */
export interface FlowRoles {
  /** The task role is absent where no service takes it on: whoever uses the computes then has a role of their own. */
  readonly roles: { readonly [use in Exclude<RoleFor, 'task'>]: Role } & { readonly task?: Role };
  /** Names of computes that steps run on and that do not say what they deploy: what these need is in no role. */
  readonly silent: readonly string[];
}

/** The roles of a compiled flow. Throws `POLICY_TOO_LONG`. */
export function flowRoles({ graph, computes, target, ...machine }: FlowRights): FlowRoles {
  const said = [...computeDeployments({ graph, computes, target }).values()];
  return {
    roles: {
      machine: machineRole(target, machine),
      ...(said.some(({ principals }) => principals.length > 0) && { task: taskRole(target, { computes: said }) }),
      schedule: scheduleRole(target),
    },
    silent: [...stepsByCompute(graph).keys()].filter((name) => !computes[name]?.deploys),
  };
}
