import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ResourceInUseException,
  ResourceNotFoundException,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
  type CreateTableCommandInput,
  type DynamoDBClient,
  type UpdateTimeToLiveCommandInput,
} from '@aws-sdk/client-dynamodb';
import { metadataFault } from './fault.js';

/** Seconds that a new table may take. */
const PATIENCE_SECONDS = 300;

/** The table of the metadata store, as CreateTable takes it: string keys `pk` and `sk`, paid by request. */
export function tableDefinition(table: string): CreateTableCommandInput {
  return {
    TableName: table,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
  };
}

/** The expiry of its items, as UpdateTimeToLive takes it: epoch seconds in the attribute `expires`. */
export function tableTimeToLive(table: string): UpdateTimeToLiveCommandInput {
  return { TableName: table, TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true } };
}

/** Creates the table where it is missing, waits until it can be used, and turns its expiry on. Many may do so at once. */
export async function ensureTable(client: DynamoDBClient, table: string): Promise<void> {
  try {
    if (!(await isActive(client, table))) {
      await create(client, table);
      await waitUntilTableExists({ client, maxWaitTime: PATIENCE_SECONDS, minDelay: 1 }, { TableName: table });
    }
    await expire(client, table);
  } catch (error) {
    throw metadataFault(error, table);
  }
}

async function isActive(client: DynamoDBClient, table: string): Promise<boolean | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: table }))).Table?.TableStatus === 'ACTIVE';
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

async function create(client: DynamoDBClient, table: string): Promise<void> {
  try {
    await client.send(new CreateTableCommand(tableDefinition(table)));
  } catch (error) {
    // Somebody else creates it, or did so before.
    if (!(error instanceof ResourceInUseException)) throw error;
  }
}

async function expire(client: DynamoDBClient, table: string): Promise<void> {
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: table }));
  if (/^ENABL/.test(TimeToLiveDescription?.TimeToLiveStatus ?? '')) return;
  try {
    await client.send(new UpdateTimeToLiveCommand(tableTimeToLive(table)));
  } catch (error) {
    // A database on the own machine has no such operation; there, what has expired is only never read.
    if (!(error instanceof Error) || error.name !== 'UnknownOperationException') throw error;
  }
}
