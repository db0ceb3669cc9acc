import { lifecycle, type Mapping } from './mapping.js';
import { onlyKnown, snake, tagMap } from './scope.js';

/** A log group. */
export const logGroupMapping: Mapping = {
  names: { type: 'aws_cloudwatch_log_group', ref: 'name', attributes: { Arn: 'arn' } },
  blocks(resource) {
    const { Properties: properties, id } = resource;
    onlyKnown(resource.Type, properties, ['LogGroupName', 'RetentionInDays', 'Tags']);
    return [
      {
        block: 'resource',
        labels: ['aws_cloudwatch_log_group', snake(id)],
        body: {
          name: properties['LogGroupName'] as string,
          retention_in_days: properties['RetentionInDays'] as number,
          tags: tagMap(properties['Tags']),
          lifecycle: lifecycle(resource),
        },
      },
    ];
  },
};
