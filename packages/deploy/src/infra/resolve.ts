import type { DeployedResource } from '@flowmap/asl';
import { invariant, type Json, type JsonObject } from '@flowmap/graph';
import { referenceIn, type Infra, type InfraResource, type Piece } from './model.js';

/** Where references lead to. */
export interface InfraPlace {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** How resources of a type are called: the property that is their name, and their ARN by it. */
interface Called {
  readonly name: string;
  /** What `Ref` is; default the name. */
  readonly ref?: 'arn';
  readonly arn: (name: string, place: InfraPlace) => string;
}

const iam =
  (kind: string) =>
  (name: string, { partition, account }: InfraPlace): string =>
    `arn:${partition}:iam::${account}:${kind}/${name}`;
const regional =
  (service: string, kind: string) =>
  (name: string, { partition, region, account }: InfraPlace): string =>
    `arn:${partition}:${service}:${region}:${account}:${kind}${name}`;
const bucketArn = (name: string, { partition }: InfraPlace): string => `arn:${partition}:s3:::${name}`;

const CALLED: { readonly [type: string]: Called } = {
  'AWS::Batch::ComputeEnvironment': {
    name: 'ComputeEnvironmentName',
    ref: 'arn',
    arn: regional('batch', 'compute-environment/'),
  },
  'AWS::Batch::JobQueue': { name: 'JobQueueName', ref: 'arn', arn: regional('batch', 'job-queue/') },
  'AWS::DynamoDB::Table': { name: 'TableName', arn: regional('dynamodb', 'table/') },
  'AWS::IAM::InstanceProfile': { name: 'InstanceProfileName', arn: iam('instance-profile') },
  'AWS::IAM::Role': { name: 'RoleName', arn: iam('role') },
  'AWS::Logs::LogGroup': { name: 'LogGroupName', arn: regional('logs', 'log-group:') },
  'AWS::S3::Bucket': { name: 'BucketName', arn: bucketArn },
  'AWS::S3::BucketPolicy': { name: 'Bucket', arn: bucketArn },
};

/** The resources of a base as they are at a place: every reference is what it leads to, every parameter its default. */
export function resolved(infra: Infra, place: InfraPlace): readonly DeployedResource[] {
  const byId = new Map(infra.resources.map((resource) => [resource.id, resource]));
  const value = (json: Json): Json => {
    const pieces = referenceIn(json);
    if (pieces?.length === 1) return piece(pieces[0] ?? '');
    if (pieces) return pieces.map((one) => asText(piece(one))).join('');
    if (json === null || typeof json !== 'object') return json;
    if (Array.isArray(json)) return json.map((item: Json) => value(item));
    return Object.fromEntries(Object.entries(json).map(([name, item]) => [name, value(item)]));
  };
  const piece = (one: Piece): Json => {
    if (typeof one === 'string') return one;
    const pseudo = pseudoOf(one.id, place);
    if (pseudo !== undefined) return pseudo;
    const parameter = infra.parameters[one.id];
    if (parameter) return parameter.Default ?? null;
    const resource = byId.get(one.id);
    invariant(resource, `the base refers to ${one.id}, which it has not`);
    const { arn, ref } = calledOf(resource);
    const name = nameOf(resource);
    return one.attribute?.endsWith('Arn') || (one.attribute === undefined && ref === 'arn') ? arn(name, place) : name;
  };
  const nameOf = (resource: InfraResource): string =>
    asText(value(resource.Properties[calledOf(resource).name] ?? null));
  return infra.resources.map((resource) => ({
    Type: resource.Type,
    Name: nameOf(resource),
    Properties: value(resource.Properties) as JsonObject,
  }));
}

function calledOf({ Type }: InfraResource): Called {
  const called = CALLED[Type];
  invariant(called, `resources of the type ${Type} have no name that is known`);
  return called;
}

function asText(value: Json): string {
  invariant(typeof value === 'string', 'a reference within a text leads to no text');
  return value;
}

function pseudoOf(id: string, { partition, region, account }: InfraPlace): string | undefined {
  if (id === 'AWS::AccountId') return account;
  if (id === 'AWS::Partition') return partition;
  if (id === 'AWS::Region') return region;
  if (id === 'AWS::URLSuffix') return partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return undefined;
}
