import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { S3Client } from '@aws-sdk/client-s3';
import { bundleEntries } from '../../src/index.js';
import { folderWith } from '../support/bundle.js';

jest.setTimeout(60_000);

const CREDENTIALS = { AccessKeyId: 'AKID', SecretAccessKey: 'secret', Token: 'session' };
const MODULE = "import { basename } from 'node:path'; console.log('ran', basename('/a/b'), process.env.MORE);";

let loader = '';
beforeAll(async () => {
  loader = (await bundleEntries()).loader;
});

let server: Server;
let origin = '';
let seen: IncomingMessage[] = [];
let answer: (request: IncomingMessage, response: ServerResponse, attempt: number) => void;
beforeEach(async () => {
  seen = [];
  answer = (_request, response) => response.end(gzipSync(MODULE));
  server = createServer((request, response) => {
    if (request.url === '/credentials') {
      if (request.headers.authorization === 'token') response.end(JSON.stringify(CREDENTIALS));
      else response.writeHead(401).end();
      return;
    }
    seen.push(request);
    answer(request, response, seen.length);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** What the stock container does. */
async function run(env: Record<string, string> = {}): Promise<{ status: number; out: string; err: string }> {
  const child = spawn(process.execPath, ['-e', loader, `${origin}/bucket/.flowmap/code/0123.mjs.gz`, 'eu-west-1'], {
    env: {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${origin}/credentials`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: 'token',
      MORE: 'more',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const [status] = (await once(child, 'close')) as [number];
  return { status, out, err };
}

/** The signature that the AWS SDK gives to a request. */
async function signatureOf({ method = '', url = '', headers }: IncomingMessage): Promise<string | undefined> {
  const client = new S3Client({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'session' },
  });
  const signer = await client.config.signer({
    name: 'sigv4',
    signingName: 's3',
    signingRegion: 'eu-west-1',
    properties: {},
  });
  const time = String(headers['x-amz-date']).replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const own = { host: headers.host ?? '', 'x-amz-content-sha256': String(headers['x-amz-content-sha256']) };
  const request = { method, protocol: 'http:', hostname: '127.0.0.1', path: url, query: {}, headers: own };
  const signed = (await signer.sign(request, { signingDate: new Date(time) })) as { headers: Record<string, string> };
  client.destroy();
  return /Signature=([0-9a-f]+)/.exec(signed.headers['authorization'] ?? '')?.[1];
}

describe('the program of the stock container', () => {
  test('fetches its module with the rights of the role, and runs it', async () => {
    expect(await run()).toEqual({ status: 0, out: 'ran b more\n', err: '' });
    const [request] = seen;
    expect(request?.headers['x-amz-security-token']).toBe('session');
    const authorization = request?.headers.authorization ?? '';
    expect(authorization).toContain('Credential=AKID/');
    expect(/Signature=([0-9a-f]+)/.exec(authorization)?.[1]).toBe(await signatureOf(request!));
  });

  test('takes credentials from variables, as a function has them, and a token from a file', async () => {
    const plain = {
      AWS_ACCESS_KEY_ID: 'AKID2',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_CONTAINER_CREDENTIALS_FULL_URI: '',
    };
    expect((await run(plain)).status).toBe(0);
    expect(seen[0]?.headers.authorization).toContain('Credential=AKID2/');
    expect(seen[0]?.headers['x-amz-security-token']).toBeUndefined();
    const file = join(await folderWith({ token: 'token\n' }), 'token');
    expect(
      (await run({ AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file, AWS_CONTAINER_AUTHORIZATION_TOKEN: 'old' })).status,
    ).toBe(0);
  });

  test('tries again what may be better later', async () => {
    answer = (request, response, attempt) => {
      if (attempt === 1) request.socket.destroy();
      else if (attempt === 2) response.writeHead(503).end('<Error><Code>SlowDown</Code></Error>');
      else response.end(MODULE);
    };
    expect(await run()).toMatchObject({ status: 0, out: 'ran b more\n' });
    expect(seen).toHaveLength(3);
  });

  test.each([
    [403, 'AccessDenied', 'needs s3:GetObject'],
    [404, 'NoSuchKey', 'deploy the flow again'],
  ])('says at once what %i means', async (status, code, hint) => {
    answer = (_request, response) => response.writeHead(status).end(`<Error><Code>${code}</Code></Error>`);
    const ended = await run();
    expect(ended.status).toBe(1);
    expect(seen).toHaveLength(1);
    expect(JSON.parse(ended.err)).toMatchObject({
      error: 'Flowmap.NotStarted',
      message: expect.stringMatching(new RegExp(`0123.mjs.gz answers ${status} ${code}: .*${hint}`)),
    });
  });

  test('says that a container has no role, and what is wrong with a module', async () => {
    const without = await run({ AWS_CONTAINER_CREDENTIALS_FULL_URI: '' });
    expect([without.status, without.err]).toEqual([1, expect.stringContaining('the container has no role')]);
    answer = (_request, response) => response.end("throw new RangeError('broken');");
    const broken = await run();
    expect([broken.status, broken.err]).toEqual([1, expect.stringContaining('broken')]);
  });
});
