import type { Json } from '@flowmap/asl/language';
import { invariant, isFlowError } from '@flowmap/graph';
import { dynamodbClient, dynamodbMetadata, ensureTable, serveRunStates } from '@flowmap/metadata-dynamodb';
import type { MetadataStore } from '@flowmap/store';
import { joinDynamodb, type DynamodbServer } from './server.js';

/** The metadata store of a folder, on its embedded DynamoDB. */
export interface LocalMetadata {
  readonly store: MetadataStore;
  /** Does what the states of the metadata store ask; undefined for a resource that is not theirs. */
  serve(resource: string, args: Json): Promise<Json> | undefined;
  close(): Promise<void>;
}

/** What goes on when the process that had the database has ended: someone else opens it. */
const ATTEMPTS = 5;

/**
 * Opens the metadata store of a folder. Where another process has the database open, that one serves; when it ends, the
 * next request opens the database here, or finds who has it now. Every write is conditional, so asking again is safe.
 */
export async function openMetadata(folder: string, table: string, now: () => number): Promise<LocalMetadata> {
  /** Whoever was found may end before it is asked for anything: then the next one is looked for. */
  const connect = async (attempt = 1): Promise<Connection> => {
    const server = await joinDynamodb(folder);
    const client = dynamodbClient({
      endpoint: server.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 2,
    });
    try {
      await ensureTable(client, table);
    } catch (error) {
      client.destroy();
      if (server.own || attempt === ATTEMPTS || !isOfNetwork(error)) throw error;
      return connect(attempt + 1);
    }
    return {
      server,
      store: dynamodbMetadata({ table, now, client }),
      serve: serveRunStates(client),
      end: () => client.destroy(),
    };
  };
  let current = await connect();
  let joining: Promise<void> | undefined;
  /** Of many requests that fail at once, the first looks for a server. */
  const rejoin = (failed: Connection): Promise<void> => {
    if (current !== failed) return Promise.resolve();
    joining ??= connect()
      .then((next) => {
        failed.end();
        current = next;
      })
      .finally(() => (joining = undefined));
    return joining;
  };
  /** Does something; after a failure of the network once more, with whoever has the database then. */
  const steadily = async <T>(act: (connection: Connection) => Promise<T>): Promise<T> => {
    for (let attempt = 1; ; attempt += 1) {
      const used = current;
      try {
        return await act(used);
      } catch (error) {
        if (used.server.own || attempt === ATTEMPTS || !isOfNetwork(error)) throw error;
        await rejoin(used);
      }
    }
  };

  return {
    store: {
      createRun: (run, expires) => steadily(({ store }) => store.createRun(run, expires)),
      finishRun: (deployment, run, end) => steadily(({ store }) => store.finishRun(deployment, run, end)),
      reopenRun: (deployment, run) => steadily(({ store }) => store.reopenRun(deployment, run)),
      run: (deployment, run) => steadily(({ store }) => store.run(deployment, run)),
      runs: (deployment, options) => current.store.runs(deployment, options),
      putFacts: (record, expires) => steadily(({ store }) => store.putFacts(record, expires)),
      facts: (address) => steadily(({ store }) => store.facts(address)),
      putDeployment: (record) => steadily(({ store }) => store.putDeployment(record)),
      finishDeployment: (deployment, version, end) =>
        steadily(({ store }) => store.finishDeployment(deployment, version, end)),
      deployments: (deployment) => current.store.deployments(deployment),
      claim: (record, instead) => steadily(({ store }) => store.claim(record, instead)),
      owner: (deployment) => steadily(({ store }) => store.owner(deployment)),
      owners: () => current.store.owners(),
      forgetDeployment: (deployment) => steadily(({ store }) => store.forgetDeployment(deployment)),
    },
    serve(resource, args) {
      let answer = current.serve(resource, args);
      return (
        answer &&
        steadily(async (connection) => {
          const asked = answer ?? connection.serve(resource, args);
          answer = undefined;
          invariant(asked, `${resource} was served before`);
          return asked;
        })
      );
    },
    async close() {
      await joining;
      current.end();
      await current.server.close();
    },
  };
}

interface Connection {
  readonly server: DynamodbServer;
  readonly store: MetadataStore;
  readonly serve: (resource: string, args: Json) => Promise<Json> | undefined;
  end(): void;
}

function isOfNetwork(error: unknown): boolean {
  if (isFlowError(error)) return error.code === 'METADATA_UNREACHABLE';
  return error instanceof Error && error.name === 'DynamoDB.SdkClientException';
}
