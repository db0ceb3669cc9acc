import type { Json, JsonObject } from '@flowmap/graph';
import type { Mapping } from './mapping.js';
import { onlyKnown, snake, tagMap } from './scope.js';

/** Where the jobs of a queue run. `ReplaceComputeEnvironment` tells CloudFormation what Terraform does by itself. */
export const computeEnvironmentMapping: Mapping = {
  names: { type: 'aws_batch_compute_environment', ref: 'arn', attributes: { ComputeEnvironmentArn: 'arn' } },
  blocks(resource, scope) {
    const { Properties: properties, id } = resource;
    onlyKnown(resource.Type, properties, [
      'ComputeEnvironmentName',
      'Type',
      'State',
      'ComputeResources',
      'ReplaceComputeEnvironment',
      'Tags',
    ]);
    const given = properties['ComputeResources'] as JsonObject;
    onlyKnown(`${resource.Type} ComputeResources`, given, [
      'Type',
      'MaxvCpus',
      'MinvCpus',
      'Subnets',
      'SecurityGroupIds',
      'AllocationStrategy',
      'InstanceTypes',
      'InstanceRole',
    ]);
    const value = (name: string) => (given[name] === undefined ? undefined : scope.value(given[name]));
    return [
      {
        block: 'resource',
        labels: ['aws_batch_compute_environment', snake(id)],
        body: {
          compute_environment_name: properties['ComputeEnvironmentName'] as string,
          type: properties['Type'] as string,
          state: properties['State'] as string,
          tags: tagMap(properties['Tags']),
          compute_resources: [
            {
              block: 'compute_resources',
              body: {
                type: value('Type'),
                max_vcpus: value('MaxvCpus'),
                min_vcpus: value('MinvCpus'),
                subnets: value('Subnets'),
                security_group_ids: value('SecurityGroupIds'),
                allocation_strategy: value('AllocationStrategy'),
                instance_type: value('InstanceTypes'),
                instance_role: value('InstanceRole'),
              },
            },
          ],
        },
      },
    ];
  },
};

/** The queue in front of it. */
export const jobQueueMapping: Mapping = {
  names: { type: 'aws_batch_job_queue', ref: 'arn', attributes: { JobQueueArn: 'arn' } },
  blocks(resource, scope) {
    const { Properties: properties, id } = resource;
    onlyKnown(resource.Type, properties, ['JobQueueName', 'State', 'Priority', 'ComputeEnvironmentOrder', 'Tags']);
    return [
      {
        block: 'resource',
        labels: ['aws_batch_job_queue', snake(id)],
        body: {
          name: properties['JobQueueName'] as string,
          state: properties['State'] as string,
          priority: properties['Priority'] as number,
          tags: tagMap(properties['Tags']),
          order: (properties['ComputeEnvironmentOrder'] as readonly JsonObject[]).map((place) => ({
            block: 'compute_environment_order',
            body: {
              order: place['Order'] as number,
              compute_environment: scope.value(place['ComputeEnvironment'] as Json),
            },
          })),
        },
      },
    ];
  },
};
