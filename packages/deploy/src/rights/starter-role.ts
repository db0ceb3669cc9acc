import type { Target } from '@flowmap/asl';
import { LIVE, roleName, starterName } from '../model/names.js';
import type { Role } from './document.js';
import { rolePolicy } from './role-policy.js';
import { machineTrust } from './trust.js';

/** The role with which the starter of a flow looks for its runs and starts its alias, and does nothing else. */
export function starterRole(target: Target): Role {
  const { partition, region, account, machine, deployment } = target;
  const name = roleName(deployment, region, 'starter');
  const arn = `arn:${partition}:states:${region}:${account}:stateMachine:${machine}`;
  return {
    RoleName: name,
    Description: `Starter of the flow ${deployment}, for schedules that skip`,
    AssumeRolePolicyDocument: machineTrust({ ...target, machine: starterName(machine) }),
    PolicyDocument: rolePolicy(name, [
      { Action: ['states:ListExecutions'], Resource: [arn] },
      { Action: ['states:StartExecution'], Resource: [`${arn}:${LIVE}`] },
    ]),
  };
}
