import { dynamodbClient, ensureTable } from '@flowmap/metadata-dynamodb';
import { type DynamodbServer, joinDynamodb } from '../../dynamodb/server.js';
import { openRecords, type Records } from '../../api/persistence/records.js';
import { awsJson } from '../protocol/json.js';
import { forward } from '../server/forward.js';
import type { WireAnswer, WireRequest } from '../server/wire.js';
import { type DatabaseCall, timeToLive } from './time-to-live.js';

/** The DynamoDB of a folder, opened with its first request. */
export interface EmbeddedDatabase {
  answer(request: WireRequest): Promise<WireAnswer>;
  close(): Promise<void>;
}

/** What a database is opened with. */
export interface EmbeddedDatabaseOptions {
  /** The folder whose database it is. */
  readonly root: string;
  /** The table for metadata, which is there from the beginning. */
  readonly table: string;
  /** The file that says which tables forget what has expired. */
  readonly expiries: string;
  readonly now: () => number;
}

/** What goes on when the process that had the database has ended: it is opened here. */
const ATTEMPTS = 3;

const PROTOCOL = awsJson('1.0', 'DynamoDB_20120810');

/** Any keys will do. */
const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=local/20250101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=none';

/** Serves the database of a folder, or passes on to the process that has it open. */
export async function embeddedDatabase({
  root,
  table,
  expiries,
  now,
}: EmbeddedDatabaseOptions): Promise<EmbeddedDatabase> {
  const attributes = await openRecords<string>(expiries);
  let joined: Promise<DynamodbServer> | undefined;
  const server = (): Promise<DynamodbServer> => {
    if (joined === undefined) {
      joined = opened(root, table, attributes, now());
      joined.catch(() => (joined = undefined));
    }
    return joined;
  };
  const pass = async (request: WireRequest): Promise<WireAnswer> => {
    for (let attempt = 1; ; attempt += 1) {
      const used = await server();
      try {
        return await forward(used.endpoint, request);
      } catch (error) {
        if (used.own || attempt === ATTEMPTS) throw error;
        joined = undefined;
      }
    }
  };
  const expiry = timeToLive(attributes, caller(pass));

  return {
    async answer(request) {
      const asked = PROTOCOL.read(request);
      try {
        const own = asked && (await expiry.answer(asked.action, asked.input));
        return own === undefined ? await pass(request) : PROTOCOL.answer('', own);
      } catch (error) {
        if (error instanceof Refused) return error.answer;
        throw error;
      }
    },
    async close() {
      await (await joined?.catch(() => undefined))?.close();
      await attributes.close();
    },
  };
}

async function opened(root: string, table: string, attributes: Records<string>, now: number): Promise<DynamodbServer> {
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
  if (attributes.get(table) === undefined) await attributes.set(table, 'expires');
  const call = caller((request) => forward(server.endpoint, request));
  // A table that was removed has nothing that could expire.
  if (server.own)
    await timeToLive(attributes, call)
      .sweep(now)
      .catch(() => undefined);
  return server;
}

/** What the database refused. */
class Refused extends Error {
  readonly answer: WireAnswer;

  constructor(answer: WireAnswer) {
    super(answer.body.toString());
    this.answer = answer;
  }
}

function caller(pass: (request: WireRequest) => Promise<WireAnswer>): DatabaseCall {
  return async (action, input) => {
    const headers = {
      host: '127.0.0.1',
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${action}`,
      'x-amz-date': '20250101T000000Z',
      authorization: AUTHORIZATION,
    };
    const body = Buffer.from(JSON.stringify(input));
    const answer = await pass({ method: 'POST', target: '/', path: '/', query: new URLSearchParams(), headers, body });
    if (answer.status !== 200) throw new Refused(answer);
    return JSON.parse(answer.body.toString()) as Readonly<Record<string, unknown>>;
  };
}
