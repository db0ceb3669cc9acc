import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';

/** A DynamoDB of this process's own. */
export interface DynamodbServer {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  /** Stops it. Clients must be destroyed before, or it waits for their connections to time out. */
  close(): Promise<void>;
}

/** Settings for a client of a {@link DynamodbServer}: it wants credentials and looks at none. */
export interface DynamodbServerClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Starts a DynamoDB on a free port of this machine: in memory, or with `path` in that folder. */
export async function startDynamodb(options: { readonly path?: string } = {}): Promise<DynamodbServer> {
  const server = dynalite({ createTableMs: 0, ...options });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** How to reach a server with the AWS SDK. */
export function dynamodbClientConfig({ endpoint }: DynamodbServer): DynamodbServerClientConfig {
  return { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
}
