import type { Target } from '@flowmap/asl';
import type { JsonObject } from '@flowmap/graph';
import { policyDocument, type PolicyDocument } from './document.js';

/**
 * Services that say for whom they take on a role, so that nobody makes them do it for another account. Sources: AWS Step Functions
 * developer guide, "Cross-service confused deputy prevention"; Amazon ECS developer guide, "Task IAM role"; EventBridge Scheduler user
 * guide and EventBridge user guide, both "Confused deputy prevention". AWS Lambda says nothing when it takes on the role of a function.
 */
const SAY_ACCOUNT: readonly string[] = [
  'states.amazonaws.com',
  'ecs-tasks.amazonaws.com',
  'scheduler.amazonaws.com',
  'events.amazonaws.com',
];

/** Lets services take on a role, each only for the own account where it says for which. */
export function trust(services: readonly string[], { account }: Pick<Target, 'account'>): PolicyDocument {
  const one = { StringEquals: { 'aws:SourceAccount': account } };
  return policyDocument([
    ...statement(
      services.filter((service) => SAY_ACCOUNT.includes(service)),
      one,
    ),
    ...statement(
      services.filter((service) => !SAY_ACCOUNT.includes(service)),
      undefined,
    ),
  ]);
}

/** Lets Step Functions take on a role for one state machine, its versions and the children of its distributed maps. */
export function machineTrust({ partition, region, account, machine }: Omit<Target, 'code'>): PolicyDocument {
  const arn = `arn:${partition}:states:${region}:${account}:stateMachine:${machine}`;
  return policyDocument([
    ...statement(['states.amazonaws.com'], {
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': [arn, `${arn}:*`, `${arn}/*`] },
    }),
  ]);
}

function statement(services: readonly string[], condition: JsonObject | undefined): PolicyDocument['Statement'] {
  if (services.length === 0) return [];
  return [
    {
      Effect: 'Allow',
      Principal: { Service: [...new Set(services)].sort() },
      Action: ['sts:AssumeRole'],
      ...(condition === undefined ? {} : { Condition: condition }),
    },
  ];
}
