import type { Json } from '@flowmap/graph';
import { tableDefinition, tableTimeToLive } from '@flowmap/metadata-dynamodb';
import type { InfraResource } from './model.js';
import { tagList, type Tags } from './tags.js';

/** Logical id of the table. */
export const TABLE = 'Table';

/** The table of the metadata store, restorable to any second of the last 35 days. DynamoDB encrypts every table with a key of its own. */
export function tableResource(name: string, tags: Tags): InfraResource {
  const { BillingMode, AttributeDefinitions, KeySchema } = tableDefinition(name);
  return {
    id: TABLE,
    Type: 'AWS::DynamoDB::Table',
    retained: true,
    Properties: {
      TableName: name,
      BillingMode: BillingMode as Json,
      AttributeDefinitions: AttributeDefinitions as unknown as Json,
      KeySchema: KeySchema as unknown as Json,
      TimeToLiveSpecification: tableTimeToLive(name).TimeToLiveSpecification as unknown as Json,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      Tags: tagList(tags),
    },
  };
}
