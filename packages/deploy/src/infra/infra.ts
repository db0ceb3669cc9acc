import { batchResources, QUEUE } from './batch.js';
import { BUCKET, bucketResources } from './bucket.js';
import { flowResources } from './flow.js';
import { getAtt, ref, sub, type Infra, type InfraOutput, type InfraParameter } from './model.js';
import { checkOptions, MAX_VCPUS, type InfraOptions } from './options.js';
import { TABLE, tableResource } from './table.js';
import { BASE_TAG } from './tags.js';

/** Name of the table where nothing is said. */
export const DEFAULT_TABLE = 'flowmap';

/**
 * The base of an account. Throws `INFRA_REFUSED`.
 *
 * @example
 * cloudformation(infra({ expireDays: 30 }));
 */
export function infra(options: InfraOptions = {}): Infra {
  checkOptions(options);
  const tags = { ...options.tags, [BASE_TAG]: 'true' };
  const resources = [
    ...bucketResources({
      name: bucketName(options),
      insecureTransport: options.insecureTransport ?? false,
      hasKey: options.key !== undefined,
      versioning: options.versioning ?? false,
      expires: options.expireDays !== undefined,
      tags,
    }),
    tableResource(options.table ?? DEFAULT_TABLE, tags),
    ...(options.batch ? batchResources(options.batch, tags) : []),
    ...(options.flow ? flowResources(options.flow, options.tags ?? {}) : []),
  ];
  const roles = resources.filter(({ Type, id }) => Type === 'AWS::IAM::Role' && id !== 'InstanceRole');
  return {
    description: options.flow
      ? `What flowmap needs in an account, and the roles of the flow ${options.flow.deployment}`
      : 'What flowmap needs in an account: artifacts, metadata, and if wanted a queue',
    parameters: parameters(options),
    resources,
    outputs: {
      BucketName: { Description: 'The bucket of artifacts', Value: ref(BUCKET) },
      TableName: { Description: 'The table of the metadata store', Value: ref(TABLE) },
      ...(options.batch ? { QueueArn: { Description: 'The job queue', Value: ref(QUEUE.id) } } : {}),
      ...Object.fromEntries(
        roles.map(({ id }): [string, InfraOutput] => [
          `${id}Arn`,
          { Description: 'A role of the flow', Value: getAtt(id, 'Arn') },
        ]),
      ),
    },
  };
}

/** Where the account or the region is not known before the template is used, the name is made there. */
function bucketName({ bucket, account, region }: InfraOptions) {
  if (bucket !== undefined) return bucket;
  if (account !== undefined && region !== undefined) return `flowmap-${account}-${region}`;
  return sub(`flowmap-${account ?? '${AWS::AccountId}'}-${region ?? '${AWS::Region}'}`);
}

function parameters({ key, expireDays, batch }: InfraOptions): Infra['parameters'] {
  return {
    ...(key === undefined
      ? {}
      : { KeyArn: { Type: 'String', Description: 'ARN of the key that encrypts the bucket', Default: key } }),
    ...(expireDays === undefined
      ? {}
      : {
          ExpireDays: { Type: 'Number', Description: 'Days after which artifacts are removed', Default: expireDays },
        }),
    ...(batch ? batchParameters(batch) : {}),
  };
}

function batchParameters(batch: NonNullable<InfraOptions['batch']>): { readonly [id: string]: InfraParameter } {
  return {
    Subnets: {
      Type: 'List<AWS::EC2::Subnet::Id>',
      Description: 'Subnets in which containers run',
      Default: batch.subnets,
    },
    SecurityGroups: {
      Type: 'List<AWS::EC2::SecurityGroup::Id>',
      Description: 'Security groups of the containers',
      Default: batch.securityGroups,
    },
    MaxVcpus: { Type: 'Number', Description: 'Most vCPUs at once', Default: batch.maxVcpus ?? MAX_VCPUS },
  };
}
