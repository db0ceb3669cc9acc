import type { PolicyStatement, Target } from '@flowmap/asl';
import { historyGroupOf, logGroupOf, roleName, starterName, startNames } from '../model/names.js';
import { compact } from './compact.js';
import { policyDocument, type PolicyDocument } from './document.js';
import { withSids } from './sids.js';

/** Longest name of a deployment that is whole in the names of its functions: a function has 64 characters, its shape up to 14. */
const WHOLE_IN_FUNCTION = 50;

/** Services that are given a role of a deployment. */
const PASSED_TO = [
  'ecs-tasks.amazonaws.com',
  'events.amazonaws.com',
  'lambda.amazonaws.com',
  'scheduler.amazonaws.com',
  'states.amazonaws.com',
];

/** Where a flow is deployed, and what the names are. */
export type DeployerPlace = Omit<Target, 'code'>;

/**
 * What whoever deploys a flow, runs it, changes it, rolls it back or removes it needs: only for the resources of that flow. To lists of the
 * account and to the check of a definition there are no resources. What makes the bucket, the table and the queue is not in it.
 */
export function deployerPolicy(place: DeployerPlace): PolicyDocument {
  return policyDocument(withSids(compact(deployerStatements(place))));
}

/** The same, statement by statement. */
export function deployerStatements(place: DeployerPlace): readonly PolicyStatement[] {
  return [
    ...store(place),
    ...code(place),
    ...machine(place),
    ...runs(place),
    ...roles(place),
    ...logs(place),
    ...schedules(place),
  ];
}

/**
 * Code and, when a flow is removed, its artifacts in the bucket; in the table all records may be read, since a removed flow leaves the code
 * that another one uses, but only those of this flow and the list of owners are written.
 */
function store({ partition, region, account, bucket, table, key, deployment }: DeployerPlace): Statements {
  const objects = `arn:${partition}:s3:::${bucket}`;
  const records = `arn:${partition}:dynamodb:${region}:${account}:table/${table}`;
  return [
    {
      Action: actions('s3', ['AbortMultipartUpload', 'DeleteObject', 'GetObject', 'PutObject']),
      Resource: [`${objects}/.flowmap/*`, `${objects}/${deployment}/*`],
    },
    {
      Action: ['s3:ListBucket'],
      Resource: [objects],
      Condition: { StringLike: { 's3:prefix': ['.flowmap/*', `${deployment}/*`] } },
    },
    ...(key === undefined ? [] : [{ Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: [key] }]),
    { Action: ['dynamodb:GetItem', 'dynamodb:Query'], Resource: [records] },
    {
      Action: actions('dynamodb', ['DeleteItem', 'PutItem', 'UpdateItem']),
      Resource: [records],
      Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [`flow#${deployment}`, 'owners'] } },
    },
  ];
}

/** Starting runs, looking at them, stopping them and going on with them. */
function runs({ partition, region, account, machine: name }: DeployerPlace): Statements {
  const arn = (kind: string): string => `arn:${partition}:states:${region}:${account}:${kind}:${name}`;
  return [
    { Action: ['states:StartExecution'], Resource: [`${arn('stateMachine')}:*`] },
    {
      Action: actions('states', [
        'DescribeExecution',
        'DescribeStateMachineForExecution',
        'GetExecutionHistory',
        'ListMapRuns',
        'RedriveExecution',
        'StopExecution',
      ]),
      // Executions of the machine, and children of its distributed maps.
      Resource: [`${arn('execution')}:*`, `${arn('execution')}/*`],
    },
    { Action: ['states:DescribeMapRun', 'states:ListExecutions'], Resource: [`${arn('mapRun')}/*`] },
  ];
}

/** Functions and job definitions: what the built-in computes put there. */
function code({ partition, region, account, deployment }: DeployerPlace): Statements {
  const arn = (service: string, rest: string): string => `arn:${partition}:${service}:${region}:${account}:${rest}`;
  const named =
    deployment.length > WHOLE_IN_FUNCTION ? `${deployment.slice(0, WHOLE_IN_FUNCTION)}*` : `${deployment}-*`;
  return [
    {
      Action: actions('lambda', [
        'CreateAlias',
        'CreateFunction',
        'DeleteAlias',
        'DeleteFunction',
        'GetAlias',
        'GetFunction',
        'GetFunctionConfiguration',
        'ListAliases',
        'ListTags',
        'ListVersionsByFunction',
        'PublishVersion',
        'TagResource',
        'UntagResource',
        'UpdateAlias',
        'UpdateFunctionCode',
        'UpdateFunctionConfiguration',
      ]),
      Resource: [arn('lambda', `function:${named}`)],
    },
    {
      Action: actions('batch', ['DeregisterJobDefinition', 'RegisterJobDefinition', 'TagResource']),
      Resource: [arn('batch', `job-definition/${named}`)],
    },
    { Action: ['batch:DescribeJobDefinitions', 'batch:DescribeJobQueues'], Resource: ['*'] },
  ];
}

/** The flow's state machine, and the one that starts it where a schedule skips. */
function machine({ partition, region, account, machine: name }: DeployerPlace): Statements {
  const arns = [name, starterName(name)].map(
    (one) => `arn:${partition}:states:${region}:${account}:stateMachine:${one}`,
  );
  return [
    {
      Action: actions('states', [
        'CreateStateMachine',
        'CreateStateMachineAlias',
        'DeleteStateMachine',
        'DeleteStateMachineAlias',
        'DeleteStateMachineVersion',
        'DescribeStateMachine',
        'DescribeStateMachineAlias',
        'ListExecutions',
        'ListStateMachineAliases',
        'ListStateMachineVersions',
        'ListTagsForResource',
        'PublishStateMachineVersion',
        'TagResource',
        'UntagResource',
        'UpdateStateMachine',
        'UpdateStateMachineAlias',
      ]),
      // Versions and aliases are `<machine>:<name>`.
      Resource: arns.flatMap((arn) => [arn, `${arn}:*`]),
    },
    { Action: ['states:ListStateMachines', 'states:ValidateStateMachineDefinition'], Resource: ['*'] },
  ];
}

function roles({ partition, region, account, deployment }: DeployerPlace): Statements {
  const arns = (['machine', 'schedule', 'starter', 'task'] as const).map(
    (use) => `arn:${partition}:iam::${account}:role/${roleName(deployment, region, use)}`,
  );
  return [
    {
      Action: actions('iam', [
        'CreateRole',
        'DeleteRole',
        'DeleteRolePolicy',
        'GetRole',
        'GetRolePolicy',
        'ListAttachedRolePolicies',
        'ListRolePolicies',
        'PutRolePolicy',
        'TagRole',
        'UntagRole',
        'UpdateAssumeRolePolicy',
      ]),
      Resource: arns,
    },
    {
      Action: ['iam:PassRole'],
      Resource: arns,
      Condition: { StringEquals: { 'iam:PassedToService': PASSED_TO } },
    },
  ];
}

function logs({ partition, region, account, deployment }: DeployerPlace): Statements {
  const groups = [logGroupOf(deployment), historyGroupOf(deployment)].map(
    (group) => `arn:${partition}:logs:${region}:${account}:log-group:${group}`,
  );
  return [
    {
      Action: actions('logs', [
        'CreateLogGroup',
        'DeleteLogGroup',
        'FilterLogEvents',
        'ListTagsForResource',
        'PutRetentionPolicy',
        'TagResource',
      ]),
      // The service asks for some of these on the group, for others on `<group>:*`.
      Resource: groups.flatMap((group) => [group, `${group}:*`]),
    },
    { Action: ['logs:DescribeLogGroups'], Resource: ['*'] },
  ];
}

/** Schedules of the default group and rules of the default bus, whose names begin with `flowmap-` and the deployment. */
function schedules({ partition, region, account, deployment }: DeployerPlace): Statements {
  const arn = (service: string, rest: string): string => `arn:${partition}:${service}:${region}:${account}:${rest}`;
  return [
    {
      Action: actions('scheduler', ['CreateSchedule', 'DeleteSchedule', 'GetSchedule', 'UpdateSchedule']),
      Resource: [arn('scheduler', `schedule/default/${startNames(deployment)}`)],
    },
    {
      Action: actions('events', [
        'DeleteRule',
        'DescribeRule',
        'ListTagsForResource',
        'ListTargetsByRule',
        'PutRule',
        'PutTargets',
        'RemoveTargets',
        'TagResource',
      ]),
      Resource: [arn('events', `rule/${startNames(deployment)}`)],
    },
  ];
}

type Statements = readonly PolicyStatement[];

function actions(service: string, names: readonly string[]): readonly string[] {
  return names.map((name) => `${service}:${name}`);
}
