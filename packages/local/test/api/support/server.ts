import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SFNClient } from '@aws-sdk/client-sfn';
import { afterEach, jest } from '@jest/globals';
import { serveLocal, type LocalServer, type LocalServerOptions } from '../../../src/index.js';

// A server, a client and a database start on a machine that does other things too.
jest.setTimeout(60_000);

/** A server and a client of it. */
export interface Served {
  readonly server: LocalServer;
  readonly client: SFNClient;
  readonly root: string;
  /** What the server reported. */
  readonly problems: string[];
  /** Stops it; another one can serve its folder then. */
  stop(): Promise<void>;
}

const open = new Set<Served>();
const folders: string[] = [];
afterEach(async () => {
  for (const served of [...open]) await served.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A new folder, removed after the test. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'flowmap-api-'));
  folders.push(folder);
  return folder;
}

/** Starts a server on any free port; in a new folder, if none is given. It ends with the test. */
export async function serve(options: Partial<LocalServerOptions> = {}): Promise<Served> {
  const root = options.root ?? join(newFolder(), '.flowmap');
  const problems: string[] = [];
  const server = await serveLocal({ port: 0, onProblem: (message) => problems.push(message), ...options, root });
  const client = clientOf(server.url);
  const served: Served = {
    server,
    client,
    root,
    problems,
    async stop() {
      open.delete(served);
      client.destroy();
      await server.close();
    },
  };
  open.add(served);
  return served;
}

/** A client of a server. */
export function clientOf(endpoint: string): SFNClient {
  return new SFNClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    maxAttempts: 1,
    disableHostPrefix: true,
  });
}

/** The refusal that a call ends with. */
export async function refusal(
  call: Promise<unknown>,
): Promise<{ readonly name: string; readonly message: string; readonly reason?: string }> {
  try {
    await call;
  } catch (error) {
    return error as Error;
  }
  throw new Error('the call was not refused');
}
