import { describe, it } from '@jest/globals';
import { dynamodbMetadata } from '@flowmap/metadata-dynamodb';
import { describeMetadataStore } from '@flowmap/testing/stores';
import { database } from './database.js';

const db = database();

describeMetadataStore(
  'DynamoDB',
  async (now) => dynamodbMetadata({ client: db.client, table: await db.newTable(), now }),
  { describe, it },
);
