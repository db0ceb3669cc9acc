import type { InfraResource } from './model.js';
import { getAtt, ref, sub } from './model.js';
import type { BatchInfra } from './options.js';
import { tagList, type Tags } from './tags.js';

/** Logical id and name of the queue. */
export const QUEUE = { id: 'JobQueue', name: 'flowmap' } as const;

/**
 * A compute environment and the queue in front of it. AWS Batch itself acts by its service-linked role, which it makes with the first
 * environment; instances of EC2 have a role of their own.
 */
export function batchResources({ type }: BatchInfra, tags: Tags): readonly InfraResource[] {
  const onEc2 = type === 'EC2';
  return [
    ...(onEc2 ? instanceResources(tags) : []),
    {
      id: 'ComputeEnvironment',
      Type: 'AWS::Batch::ComputeEnvironment',
      Properties: {
        ComputeEnvironmentName: `flowmap-${type.toLowerCase()}`,
        Type: 'MANAGED',
        State: 'ENABLED',
        ComputeResources: {
          Type: type,
          MaxvCpus: ref('MaxVcpus'),
          Subnets: ref('Subnets'),
          SecurityGroupIds: ref('SecurityGroups'),
          ...(onEc2
            ? {
                // Nothing runs, and nothing is paid, while there is no job.
                MinvCpus: 0,
                AllocationStrategy: 'BEST_FIT_PROGRESSIVE',
                InstanceTypes: ['optimal'],
                InstanceRole: getAtt('InstanceProfile', 'Arn'),
              }
            : {}),
        },
        // It has a name, so a change must not make a second one beside it.
        ReplaceComputeEnvironment: false,
        Tags: tags,
      },
    },
    {
      id: QUEUE.id,
      Type: 'AWS::Batch::JobQueue',
      Properties: {
        JobQueueName: QUEUE.name,
        State: 'ENABLED',
        Priority: 1,
        ComputeEnvironmentOrder: [{ Order: 1, ComputeEnvironment: ref('ComputeEnvironment') }],
        Tags: tags,
      },
    },
  ];
}

/** Source: AWS Batch user guide, "Amazon ECS instance role". */
function instanceResources(tags: Tags): readonly InfraResource[] {
  const name = sub('flowmap-${AWS::Region}-batch-instance');
  return [
    {
      id: 'InstanceRole',
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: name,
        Description: 'Instances that run the containers of flows',
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            // Its name ends otherwise in China.
            { Effect: 'Allow', Principal: { Service: [sub('ec2.${AWS::URLSuffix}')] }, Action: ['sts:AssumeRole'] },
          ],
        },
        ManagedPolicyArns: [
          sub('arn:${AWS::Partition}:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role'),
        ],
        Tags: tagList(tags),
      },
    },
    {
      id: 'InstanceProfile',
      Type: 'AWS::IAM::InstanceProfile',
      Properties: { InstanceProfileName: name, Roles: [ref('InstanceRole')] },
    },
  ];
}
