import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamodbMetadata, ensureTable } from '@flowmap/metadata-dynamodb';
import { describeMetadataStore, dynamodbClientConfig, startDynamodb } from '@flowmap/testing/stores';
import { database } from './database.js';

const folders: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'flowmap-dynamodb-'));
  folders.push(made);
  return made;
};
afterAll(() => {
  for (const made of folders) rmSync(made, { recursive: true, force: true });
});

const db = database(folder);

describeMetadataStore(
  'DynamoDB on disk',
  async (now) => dynamodbMetadata({ client: db.client, table: await db.newTable(), now }),
  { describe, it },
);

describe('a database on disk', () => {
  it('has what was recorded before it was closed', async () => {
    const path = folder();
    const withStore = async <T>(use: (store: ReturnType<typeof dynamodbMetadata>) => Promise<T>): Promise<T> => {
      const server = await startDynamodb({ path });
      const client = new DynamoDBClient(dynamodbClientConfig(server));
      try {
        await ensureTable(client, 'flowmap');
        return await use(dynamodbMetadata({ client, table: 'flowmap', now: () => 0 }));
      } finally {
        client.destroy();
        await server.close();
      }
    };
    const facts = { address: 'flights/r1/start', run: 'r1', facts: { perChunk: 10_000 } };
    await withStore((store) => store.putFacts(facts, new Date(1000)));
    expect(await withStore((store) => store.facts('flights/r1/start'))).toEqual({ perChunk: 10_000 });
  });
});
