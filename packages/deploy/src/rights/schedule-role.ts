import type { Target } from '@flowmap/asl';
import { LIVE, roleName } from '../model/names.js';
import type { Role } from './document.js';
import { rolePolicy } from './role-policy.js';
import { trust } from './trust.js';

/** The role with which schedules and events start a flow: its alias, and nothing else. */
export function scheduleRole(target: Target): Role {
  const { partition, region, account, machine, deployment } = target;
  const name = roleName(deployment, region, 'schedule');
  const alias = `arn:${partition}:states:${region}:${account}:stateMachine:${machine}:${LIVE}`;
  return {
    RoleName: name,
    Description: `Schedules and triggers of the flow ${deployment}`,
    AssumeRolePolicyDocument: trust(['events.amazonaws.com', 'scheduler.amazonaws.com'], target),
    PolicyDocument: rolePolicy(name, [{ Action: ['states:StartExecution'], Resource: [alias] }]),
  };
}
