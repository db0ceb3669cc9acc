import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateRoleCommand, type IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, jest } from '@jest/globals';
import { zipSync } from 'fflate';
import { type LocalServer, serveAccount } from '../../../src/index.js';

// Functions and jobs are processes, on a machine that does other things too.
jest.setTimeout(120_000);

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A new empty folder, removed after the tests of a file. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'flowmap-served-'));
  folders.push(folder);
  return folder;
}

/** An account that is served for the tests of a file. Its fields may be used in tests and hooks only. */
export interface Served {
  readonly root: string;
  readonly url: string;
  /** A client of the server, also of one that was started anew. */
  client<C extends { destroy(): void }>(make: new (config: never) => C): C;
  /** Ends the server and starts another one in its folder, at the same port. */
  restart(): Promise<void>;
}

/** Serves an account for the tests of a file. */
export function served(): Served {
  const root = join(newFolder(), '.flowmap');
  const problems: string[] = [];
  const clients: { destroy(): void }[] = [];
  let server: LocalServer | undefined;
  let url = '';
  const start = async (port: number): Promise<void> => {
    server = await serveAccount({ root, port, variables: process.env, onProblem: (text) => void problems.push(text) });
    ({ url } = server);
  };
  beforeAll(() => start(0));
  afterAll(async () => {
    for (const client of clients) client.destroy();
    await server?.close();
    expect(problems).toEqual([]);
  });
  return {
    root,
    get url() {
      return url;
    },
    client(make) {
      const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
      const client = new make({ endpoint: url, region: 'us-east-1', credentials, maxAttempts: 1 } as never);
      clients.push(client);
      return client;
    },
    async restart() {
      await server?.close();
      await start(Number(new URL(url).port));
    },
  };
}

/** Creates a role that a service can take on, and gives its ARN. */
export async function role(iam: IAMClient, name: string, service = 'lambda.amazonaws.com'): Promise<string> {
  const statement = { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' };
  const document = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const made = await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: document }));
  return made.Role?.Arn ?? '';
}

/** An archive with a module. */
export function archive(source: string): Uint8Array {
  return zipSync({ 'index.mjs': Buffer.from(source) });
}
