import { describe, expect, it } from '@jest/globals';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { ensureTable, tableDefinition, tableTimeToLive } from '@flowmap/metadata-dynamodb';
import { database } from './database.js';

const db = database();

describe('ensureTable', () => {
  it('creates the table as it is defined', async () => {
    await ensureTable(db.client, 'made');
    const { Table } = await db.client.send(new DescribeTableCommand({ TableName: 'made' }));
    const { KeySchema, AttributeDefinitions } = tableDefinition('made');
    expect(Table).toMatchObject({ TableStatus: 'ACTIVE', KeySchema, AttributeDefinitions });
    expect(Table?.BillingModeSummary?.BillingMode).toBe('PAY_PER_REQUEST');
  });

  it('may be called by many at once, and again', async () => {
    await Promise.all(Array.from({ length: 10 }, () => ensureTable(db.client, 'shared')));
    await ensureTable(db.client, 'shared');
    const { Table } = await db.client.send(new DescribeTableCommand({ TableName: 'shared' }));
    expect(Table?.TableStatus).toBe('ACTIVE');
  });

  it('expires items by the attribute that they carry', () => {
    expect(tableTimeToLive('made')).toEqual({
      TableName: 'made',
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
    });
  });
});
