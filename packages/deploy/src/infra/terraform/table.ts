import type { JsonObject } from '@flowmap/graph';
import { lifecycle, type Mapping } from './mapping.js';
import { onlyKnown, snake, tagMap } from './scope.js';

/** The table of the metadata store. */
export const tableMapping: Mapping = {
  names: { type: 'aws_dynamodb_table', ref: 'name', attributes: { Arn: 'arn' } },
  blocks(resource) {
    const { Properties: properties, id } = resource;
    onlyKnown(resource.Type, properties, [
      'TableName',
      'BillingMode',
      'AttributeDefinitions',
      'KeySchema',
      'TimeToLiveSpecification',
      'PointInTimeRecoverySpecification',
      'Tags',
    ]);
    const keyOf = (type: string): string | undefined =>
      (properties['KeySchema'] as readonly JsonObject[]).find(({ KeyType }) => KeyType === type)?.['AttributeName'] as
        string | undefined;
    const ttl = properties['TimeToLiveSpecification'] as JsonObject;
    const recovery = properties['PointInTimeRecoverySpecification'] as JsonObject;
    return [
      {
        block: 'resource',
        labels: ['aws_dynamodb_table', snake(id)],
        body: {
          name: properties['TableName'] as string,
          billing_mode: properties['BillingMode'] as string,
          hash_key: keyOf('HASH'),
          range_key: keyOf('RANGE'),
          tags: tagMap(properties['Tags']),
          attributes: (properties['AttributeDefinitions'] as readonly JsonObject[]).map((attribute) => ({
            block: 'attribute',
            body: { name: attribute['AttributeName'] as string, type: attribute['AttributeType'] as string },
          })),
          ttl: [
            {
              block: 'ttl',
              body: { attribute_name: ttl['AttributeName'] as string, enabled: ttl['Enabled'] as boolean },
            },
          ],
          recovery: [
            {
              block: 'point_in_time_recovery',
              body: { enabled: recovery['PointInTimeRecoveryEnabled'] as boolean },
            },
          ],
          lifecycle: lifecycle(resource),
        },
      },
    ];
  },
};
