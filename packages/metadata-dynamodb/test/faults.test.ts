import { describe, expect, it } from '@jest/globals';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { dynamodbMetadata, ensureTable, metadataFault } from '@flowmap/metadata-dynamodb';
import { database } from './database.js';

const db = database();

const withClient = async (client: DynamoDBClient): Promise<unknown> => {
  try {
    return await dynamodbMetadata({ client, table: 'none', now: () => 0 }).run('flights', 'r1');
  } finally {
    client.destroy();
  }
};

describe('a store that cannot be reached', () => {
  it('names the table that is missing', async () => {
    const store = dynamodbMetadata({ client: db.client, table: 'none', now: () => 0 });
    const noTable = { code: 'METADATA_NO_TABLE', message: expect.stringContaining('the table none') };
    const facts = { address: 'flights/r1/start', run: 'r1', facts: {} };
    const end = { status: 'FAILED', stopped: '2026-03-01T12:00:00.000Z' } as const;
    await expect(store.run('flights', 'r1')).rejects.toMatchObject(noTable);
    await expect(store.putFacts(facts, new Date(1000))).rejects.toMatchObject(noTable);
    await expect(store.finishRun('flights', 'r1', end)).rejects.toMatchObject(noTable);
    await expect(store.runs('flights')[Symbol.asyncIterator]().next()).rejects.toMatchObject(noTable);
    await expect(store.run('flights', 'r1')).rejects.toHaveProperty('cause.name', 'ResourceNotFoundException');
  });

  it('says that nobody answers', async () => {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    // Nothing listens on the port of tcpmux.
    const config = { endpoint: 'http://127.0.0.1:1', region: 'us-east-1', credentials, maxAttempts: 1 };
    await expect(withClient(new DynamoDBClient(config))).rejects.toMatchObject({ code: 'METADATA_UNREACHABLE' });
    const client = new DynamoDBClient(config);
    await expect(ensureTable(client, 'none')).rejects.toMatchObject({ code: 'METADATA_UNREACHABLE' });
  });

  it('says that credentials are missing', async () => {
    const credentials = async (): Promise<never> => {
      throw Object.assign(new Error('Could not load credentials from any providers'), {
        name: 'CredentialsProviderError',
      });
    };
    const config = { endpoint: db.server.endpoint, region: 'us-east-1', credentials };
    await expect(withClient(new DynamoDBClient(config))).rejects.toMatchObject({
      code: 'METADATA_NO_CREDENTIALS',
      hint: expect.stringContaining('AWS_PROFILE'),
    });
  });

  it('keeps what it does not know as the cause', async () => {
    const request = new GetItemCommand({ TableName: 'none', Key: {} });
    const error = await db.client.send(request).catch((thrown: unknown) => thrown);
    const fault = metadataFault(new Error('odd', { cause: error }), 'flowmap');
    expect(fault).toMatchObject({ code: 'METADATA_FAILED', message: 'the table flowmap cannot be used: odd' });
    expect(metadataFault(fault, 'flowmap')).toBe(fault);
  });
});

describe('an item that somebody else wrote', () => {
  it('is refused by its key', async () => {
    const { PutItemCommand } = await import('@aws-sdk/client-dynamodb');
    const table = await db.newTable();
    const Item = { pk: { S: 'flow#flights' }, sk: { S: 'run#r1' } };
    await db.client.send(new PutItemCommand({ TableName: table, Item }));
    const store = dynamodbMetadata({ client: db.client, table, now: () => 0 });
    await expect(store.run('flights', 'r1')).rejects.toMatchObject({
      code: 'METADATA_CORRUPT',
      message: expect.stringContaining('flow#flights run#r1'),
    });
  });
});
