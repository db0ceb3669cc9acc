import type { Target } from '@flowmap/asl';
import { LIVE, roleName, starterName } from '../model/names.js';
import type { Role } from './document.js';
import { rolePolicy } from './role-policy.js';
import { trust } from './trust.js';

/** What schedules and rules of a flow do with their role. */
export interface ScheduleRights {
  /** Whether they start the flow. Default: yes. */
  readonly starts?: boolean;
  /** Whether they start it through its starter. Default: no. */
  readonly skips?: boolean;
  /** ARNs of event buses to which they send. Default: none. */
  readonly buses?: readonly string[];
}

/** The role with which schedules and events start a flow, by its alias or its starter's, and send its ends to event buses: nothing else. */
export function scheduleRole(target: Target, rights: ScheduleRights = {}): Role {
  const { partition, region, account, machine, deployment } = target;
  const { starts = true, skips = false, buses = [] } = rights;
  const name = roleName(deployment, region, 'schedule');
  const alias = (of: string): string => `arn:${partition}:states:${region}:${account}:stateMachine:${of}:${LIVE}`;
  const started = [...(starts ? [alias(machine)] : []), ...(skips ? [alias(starterName(machine))] : [])];
  return {
    RoleName: name,
    Description: `Schedules and triggers of the flow ${deployment}`,
    AssumeRolePolicyDocument: trust(['events.amazonaws.com', 'scheduler.amazonaws.com'], target),
    PolicyDocument: rolePolicy(name, [
      ...(started.length > 0 ? [{ Action: ['states:StartExecution'], Resource: started }] : []),
      ...(buses.length > 0 ? [{ Action: ['events:PutEvents'], Resource: buses }] : []),
    ]),
  };
}
