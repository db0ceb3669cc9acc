import type { DeployedResource, Target } from '@flowmap/asl';
import type { FlowGraph, Json, JsonObject, Notification, Schedule, Trigger } from '@flowmap/graph';
import { machineArn } from '../kinds/state-machine.js';
import { isEventBus, startRoles } from '../rights/start-roles.js';
import { eventInput } from './event-input.js';
import { machineResource } from './machine-resource.js';
import { LIVE, starterName, startName } from './names.js';
import { keyMatchers } from './object-keys.js';
import { roleArn, roleResource } from './role-resource.js';
import { starterDefinition } from './starter.js';

/** A start that could not be made is tried for an hour: what comes later is better left to the next one. */
const RETRY_POLICY = { MaximumEventAgeInSeconds: 3_600, MaximumRetryAttempts: 60 };

/** What starts a flow by itself and tells of its ends, with its roles; the flow's state machine has to be there before. */
export function startResources(graph: FlowGraph, target: Target): readonly DeployedResource[] {
  const { schedules = {}, triggers = {}, notify = [] } = graph;
  const roles = startRoles(graph, target);
  return [
    ...[roles.schedule, roles.starter].flatMap((role) => (role ? [roleResource(role)] : [])),
    ...(roles.starter ? [starter(target)] : []),
    ...Object.entries(schedules).map(([name, schedule]) => scheduleResource(target, name, schedule)),
    ...Object.entries(triggers).map(([name, trigger]) => triggerRule(target, name, trigger)),
    ...notify.map((notification, at) => notifyRule(target, at, notification)),
  ];
}

function starter(target: Target): DeployedResource {
  const name = starterName(target.machine);
  return machineResource({ name, definition: starterDefinition(target), role: roleArn(target, 'starter') });
}

function aliasArn(target: Target, machine: string): string {
  return `${machineArn(target, machine)}:${LIVE}`;
}

function scheduleResource(target: Target, name: string, schedule: Schedule): DeployedResource {
  const { deployment, machine } = target;
  const { expression, timeZone = 'UTC', params = {}, overlap } = schedule;
  const input = JSON.stringify(params);
  const Name = startName(deployment, name);
  return {
    Type: 'AWS::Scheduler::Schedule',
    Name,
    Properties: {
      Name,
      Description: `Starts the flow ${deployment}`,
      ScheduleExpression: expression,
      ScheduleExpressionTimezone: timeZone,
      State: 'ENABLED',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: aliasArn(target, overlap === 'skip' ? starterName(machine) : machine),
        RoleArn: roleArn(target, 'schedule'),
        Input: overlap === 'skip' ? JSON.stringify({ input }) : input,
        RetryPolicy: RETRY_POLICY,
      },
    },
  };
}

function triggerRule(target: Target, name: string, trigger: Trigger): DeployedResource {
  const pattern = trigger.on === 'flow-end' ? endOf(target, trigger.flow, trigger.status) : createdIn(trigger);
  const start = {
    Arn: aliasArn(target, target.machine),
    RoleArn: roleArn(target, 'schedule'),
    RetryPolicy: RETRY_POLICY,
    ...eventInput(trigger),
  };
  return rule(startName(target.deployment, name), pattern, { Id: 'flow', ...start });
}

/** A full stop sets these names apart from those of triggers. */
function notifyRule(target: Target, at: number, { target: Arn, status }: Notification): DeployedResource {
  const role = isEventBus(Arn) ? { RoleArn: roleArn(target, 'schedule') } : {};
  const name = startName(target.deployment, `notify.${at + 1}`);
  return rule(name, endOf(target, target.deployment, status), { Id: 'told', Arn, ...role });
}

function rule(Name: string, EventPattern: JsonObject, to: JsonObject): DeployedResource {
  return { Type: 'AWS::Events::Rule', Name, Properties: { Name, EventPattern, State: 'ENABLED', Targets: [to] } };
}

/** The children of distributed maps have ARNs of their own, which do not match. */
function endOf(target: Target, flow: string, status: readonly Json[]): JsonObject {
  return {
    source: ['aws.states'],
    'detail-type': ['Step Functions Execution Status Change'],
    detail: { stateMachineArn: [machineArn(target, flow)], status },
  };
}

function createdIn({ bucket, prefix, suffix }: Extract<Trigger, { readonly on: 's3-object' }>): JsonObject {
  const key = keyMatchers(prefix, suffix);
  return {
    source: ['aws.s3'],
    'detail-type': ['Object Created'],
    detail: { bucket: { name: [bucket] }, ...(key && { object: { key } }) },
  };
}
