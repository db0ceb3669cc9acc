import type { ComputeDeployment, PolicyStatement, Target } from '@flowmap/asl';
import { logGroupOf, roleName } from '../model/names.js';
import type { Role } from './document.js';
import { rolePolicy } from './role-policy.js';
import { trust } from './trust.js';

/** The principal of containers, which fetch their code when they start. A function has its code within it. */
const CONTAINERS = 'ecs-tasks.amazonaws.com';

/** What a task role is for. */
export interface TaskRights {
  /** What the computes of the flow say: who takes on the role, and what their code needs beside what every task needs. */
  readonly computes: readonly Pick<ComputeDeployment, 'principals' | 'policies'>[];
  /** What the flow's own steps need beside, such as their secrets. Default: nothing. */
  readonly policies?: readonly PolicyStatement[];
}

/**
 * The role that the code of a flow runs with: its own artifacts, its own facts, its own logs. Throws `POLICY_TOO_LONG`. Where no
 * compute names a service, nobody can take it on.
 */
export function taskRole(target: Target, { computes, policies: own = [] }: TaskRights): Role {
  const name = roleName(target.deployment, target.region, 'task');
  const principals = [...new Set(computes.flatMap((compute) => compute.principals))];
  return {
    RoleName: name,
    Description: `Tasks of the flow ${target.deployment}`,
    AssumeRolePolicyDocument: trust(principals, target),
    PolicyDocument: rolePolicy(name, [
      ...artifacts(target),
      ...(principals.includes(CONTAINERS) ? code(target) : []),
      ...keys(target),
      ...facts(target),
      ...logs(target),
      ...own,
      ...computes.flatMap(({ policies }) => policies),
    ]),
  };
}

/**
 * What `ObjectStore` is asked for in `packages/runtime/src` and `packages/store/src/artifacts`: `get`, `read`, `put`, `list`, and
 * `remove` of parts of ranges alone (`range/parts.ts`). A large `put` is an upload in parts, which is aborted when its source fails. Without the right to list,
 * S3 answers that access is denied for a key that is not there, and tasks ask for such keys all the time. Items of sources are read by the
 * service, and reach a task in its invocation or among the artifacts.
 */
function artifacts({ partition, bucket, deployment }: Target): readonly PolicyStatement[] {
  const arn = `arn:${partition}:s3:::${bucket}`;
  return [
    {
      Action: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'],
      Resource: [`${arn}/${deployment}/*`],
    },
    { Action: ['s3:DeleteObject'], Resource: [`${arn}/${deployment}/*/_parts/*`] },
    {
      Action: ['s3:ListBucket'],
      Resource: [arn],
      Condition: { StringLike: { 's3:prefix': [`${deployment}/*`] } },
    },
  ];
}

/** Modules of any hash: a running execution keeps its code when the flow is deployed again. */
function code({ partition, bucket }: Target): readonly PolicyStatement[] {
  return [{ Action: ['s3:GetObject'], Resource: [`arn:${partition}:s3:::${bucket}/.flowmap/code/*.mjs.gz`] }];
}

/** Source: Amazon S3 user guide, "Using server-side encryption with AWS KMS"; an upload in parts decrypts, too. */
function keys({ key }: Target): readonly PolicyStatement[] {
  return key === undefined ? [] : [{ Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: [key] }];
}

/**
 * What `MetadataStore` is asked for in `packages/runtime/src`: `run` (`params.ts`) and `putFacts` (`task/publish.ts`), which
 * `packages/metadata-dynamodb/src/metadata.ts` does with one GetItem and one PutItem. The table is of all flows, and the partition keys say
 * whose an item is (`keys.ts` there): a task reads the runs of its flow and writes facts of its own addresses.
 */
function facts({ partition, region, account, table, deployment }: Target): readonly PolicyStatement[] {
  const arn = `arn:${partition}:dynamodb:${region}:${account}:table/${table}`;
  const of = (...leading: readonly string[]) => ({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': leading } });
  return [
    { Action: ['dynamodb:GetItem'], Resource: [arn], Condition: of(`flow#${deployment}`, `facts#${deployment}/*`) },
    { Action: ['dynamodb:PutItem'], Resource: [arn], Condition: of(`facts#${deployment}/*`) },
  ];
}

function logs({ partition, region, account, deployment }: Target): readonly PolicyStatement[] {
  return [
    {
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: [`arn:${partition}:logs:${region}:${account}:log-group:${logGroupOf(deployment)}:*`],
    },
  ];
}
