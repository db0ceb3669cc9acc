import { afterAll, beforeAll } from '@jest/globals';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ensureTable } from '@flowmap/metadata-dynamodb';
import { dynamodbClientConfig, startDynamodb, type DynamodbServer } from '@flowmap/testing/stores';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

/** A database for the tests of a file. */
export interface Database {
  readonly client: DynamoDBClient;
  readonly server: DynamodbServer;
  /** Makes a new table and gives its name. */
  newTable(): Promise<string>;
}

/** Starts a database before the tests of the file and stops it after them. Its fields may be used in tests only. */
export function database(path?: () => string): Database {
  let server: DynamodbServer | undefined;
  let client: DynamoDBClient | undefined;
  let tables = 0;
  const started = <T>(one: T | undefined): T => {
    if (one === undefined) throw new Error('the database has not been started');
    return one;
  };
  beforeAll(async () => {
    server = await startDynamodb(path ? { path: path() } : {});
    client = new DynamoDBClient(dynamodbClientConfig(server));
  });
  afterAll(async () => {
    client?.destroy();
    await server?.close();
  });
  return {
    get client() {
      return started(client);
    },
    get server() {
      return started(server);
    },
    async newTable() {
      tables += 1;
      await ensureTable(started(client), `flowmap-${tables}`);
      return `flowmap-${tables}`;
    },
  };
}
