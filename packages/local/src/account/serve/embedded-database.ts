import { dynamodbClient, ensureTable } from '@flowmap/metadata-dynamodb';
import { type DynamodbServer, joinDynamodb } from '../../dynamodb/server.js';
import { forward } from '../server/forward.js';
import type { WireAnswer, WireRequest } from '../server/wire.js';

/** The DynamoDB of a folder, opened with its first request. */
export interface EmbeddedDatabase {
  answer(request: WireRequest): Promise<WireAnswer>;
  close(): Promise<void>;
}

/** What goes on when the process that had the database has ended: it is opened here. */
const ATTEMPTS = 3;

/** Serves the database of a folder, or passes on to the process that has it open. The table for metadata is there from the beginning. */
export function embeddedDatabase(root: string, table: string): EmbeddedDatabase {
  let joined: Promise<DynamodbServer> | undefined;
  const join = async (): Promise<DynamodbServer> => {
    const server = await joinDynamodb(root);
    const client = dynamodbClient({
      endpoint: server.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    try {
      await ensureTable(client, table);
    } finally {
      client.destroy();
    }
    return server;
  };
  const server = (): Promise<DynamodbServer> => {
    if (joined === undefined) {
      joined = join();
      joined.catch(() => (joined = undefined));
    }
    return joined;
  };

  return {
    async answer(request) {
      for (let attempt = 1; ; attempt += 1) {
        const used = await server();
        try {
          return await forward(used.endpoint, request);
        } catch (error) {
          if (used.own || attempt === ATTEMPTS) throw error;
          joined = undefined;
        }
      }
    },
    async close() {
      await (await joined?.catch(() => undefined))?.close();
    },
  };
}
