import { invariant } from '@flowmap/graph';
import type { Infra, InfraParameter } from '../model.js';
import { computeEnvironmentMapping, jobQueueMapping } from './batch.js';
import { bucketMapping, bucketPolicyMapping } from './bucket.js';
import { blockText, Expression, type Block } from './hcl.js';
import { logGroupMapping } from './log-group.js';
import type { Mapping } from './mapping.js';
import { instanceProfileMapping, roleMapping } from './role.js';
import { Scope, snake } from './scope.js';
import { tableMapping } from './table.js';

const MAPPINGS: { readonly [type: string]: Mapping } = {
  'AWS::Batch::ComputeEnvironment': computeEnvironmentMapping,
  'AWS::Batch::JobQueue': jobQueueMapping,
  'AWS::DynamoDB::Table': tableMapping,
  'AWS::IAM::InstanceProfile': instanceProfileMapping,
  'AWS::IAM::Role': roleMapping,
  'AWS::Logs::LogGroup': logGroupMapping,
  'AWS::S3::Bucket': bucketMapping,
  'AWS::S3::BucketPolicy': bucketPolicyMapping,
};

/**
 * The base as a module of Terraform, one file in the form of `terraform fmt`. The provider of AWS is version 5: which account and region
 * it works in is for the caller to say.
 */
export function terraform(infra: Infra): string {
  const scope = new Scope(infra, (type) => mappingOf(type).names);
  const resources = infra.resources.flatMap((resource) => mappingOf(resource.Type).blocks(resource, scope));
  const outputs = Object.entries(infra.outputs).map(([id, { Description, Value }]): Block => ({
    block: 'output',
    labels: [snake(id)],
    body: { description: Description, value: scope.value(Value) },
  }));
  const blocks = [
    SETTINGS,
    ...[...scope.sources].sort().map((source): Block => ({ block: 'data', labels: [source, 'current'], body: {} })),
    ...Object.entries(infra.parameters).map(([id, parameter]) => variable(id, parameter)),
    ...resources,
    ...outputs,
  ];
  return `# ${infra.description}.\n\n${blocks.map((block) => blockText(block)).join('\n\n')}\n`;
}

const SETTINGS: Block = {
  block: 'terraform',
  body: {
    required_version: '>= 1.3',
    providers: [{ block: 'required_providers', body: { aws: { source: 'hashicorp/aws', version: '~> 5.0' } } }],
  },
};

function mappingOf(type: string): Mapping {
  const mapping = MAPPINGS[type];
  invariant(mapping, `no resource of Terraform is known for ${type}`);
  return mapping;
}

function variable(id: string, { Type, Description, Default }: InfraParameter): Block {
  const type = Type === 'Number' ? 'number' : Type === 'String' ? 'string' : 'list(string)';
  return {
    block: 'variable',
    labels: [snake(id)],
    body: { description: Description, type: new Expression(type), default: Default },
  };
}
