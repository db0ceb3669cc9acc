import type { PolicyStatement } from '@flowmap/asl';
import type { JsonObject } from '@flowmap/graph';
import { logGroupOf } from '../model/names.js';
import { compact } from './compact.js';
import type { DeployerPlace } from './deployer.js';
import { policyDocument, type PolicyDocument } from './document.js';
import { withSids } from './sids.js';

/**
 * What whoever runs a deployed flow needs: to start its runs, look at them, read what they left and logged, end them and go on with them.
 * Nothing of what is deployed can be changed with it. Sources: service authorization reference, AWS Step Functions, Amazon DynamoDB.
 */
export function operatorPolicy(place: DeployerPlace): PolicyDocument {
  return policyDocument(withSids(compact([...runs(place), ...logs(place), ...stores(place)])));
}

function runs({ partition, region, account, machine }: DeployerPlace): readonly PolicyStatement[] {
  const arn = (rest: string): string => `arn:${partition}:states:${region}:${account}:${rest}`;
  return [
    {
      Action: [
        'states:DescribeStateMachine',
        'states:DescribeStateMachineAlias',
        'states:ListExecutions',
        'states:StartExecution',
      ],
      // Versions and aliases are `<machine>:<name>`.
      Resource: [arn(`stateMachine:${machine}`), arn(`stateMachine:${machine}:*`)],
    },
    {
      Action: [
        'states:DescribeExecution',
        'states:DescribeStateMachineForExecution',
        'states:ListMapRuns',
        'states:RedriveExecution',
        'states:StopExecution',
      ],
      // The children of a Map Run are executions of `<machine>/<label>`.
      Resource: [arn(`execution:${machine}:*`), arn(`execution:${machine}/*:*`)],
    },
    {
      Action: ['states:DescribeMapRun', 'states:ListExecutions'],
      Resource: [arn(`mapRun:${machine}/*:*`)],
    },
  ];
}

function logs({ partition, region, account, deployment }: DeployerPlace): readonly PolicyStatement[] {
  const group = `arn:${partition}:logs:${region}:${account}:log-group:${logGroupOf(deployment)}`;
  return [{ Action: ['logs:FilterLogEvents'], Resource: [group, `${group}:*`] }];
}

/** Graphs and results in the bucket; in the table whose the flows are, and the deployments and runs of this one. */
function stores({
  partition,
  region,
  account,
  bucket,
  table,
  key,
  deployment,
}: DeployerPlace): readonly PolicyStatement[] {
  const objects = `arn:${partition}:s3:::${bucket}`;
  const items = [`arn:${partition}:dynamodb:${region}:${account}:table/${table}`];
  const within = (...keys: readonly string[]): JsonObject => ({
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys },
  });
  return [
    { Action: ['s3:GetObject'], Resource: [`${objects}/.flowmap/code/*`, `${objects}/${deployment}/*`] },
    {
      Action: ['s3:ListBucket'],
      Resource: [objects],
      // A key that is not there is told as missing only to who may list it.
      Condition: { StringLike: { 's3:prefix': [`${deployment}/*`, '.flowmap/code/*'] } },
    },
    ...(key === undefined ? [] : [{ Action: ['kms:Decrypt'], Resource: [key] }]),
    {
      Action: ['dynamodb:GetItem', 'dynamodb:Query'],
      Resource: items,
      Condition: within(`flow#${deployment}`, `facts#${deployment}/*`, 'owners'),
    },
    { Action: ['dynamodb:UpdateItem'], Resource: items, Condition: within(`flow#${deployment}`) },
  ];
}
