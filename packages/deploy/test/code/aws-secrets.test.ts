import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SSMClient } from '@aws-sdk/client-ssm';
import { secret, ssmParameter } from '@flowmap/flow';
import { awsSecrets } from '../../src/code/aws-secrets.js';

/** As the services answer, by what is asked for. */
const ANSWERS: { readonly [name: string]: readonly [status: number, body: object] } = {
  text: [200, { SecretString: 'value' }],
  json: [200, { SecretString: '{"password":"hidden","port":5432,"list":[]}' }],
  binary: [200, { SecretBinary: Buffer.from('bytes').toString('base64') }],
  empty: [200, {}],
  '/url': [200, { Parameter: { Value: 'https://' } }],
  missing: [400, { __type: 'ResourceNotFoundException', message: 'none' }],
  '/missing': [400, { __type: 'ParameterNotFound' }],
  denied: [400, { __type: 'AccessDeniedException', message: 'no right' }],
  broken: [400, { __type: 'InvalidRequestException', message: 'marked for deletion' }],
};

let server: Server;
let read: ReturnType<typeof awsSecrets>;
const asked: unknown[] = [];
const clients: { destroy(): void }[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const input = JSON.parse(body) as { SecretId?: string; Name?: string };
      asked.push([request.headers['x-amz-target'], input]);
      const [status, answer] = ANSWERS[input.SecretId ?? input.Name ?? ''] ?? [500, {}];
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const config = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const secretsManager = new SecretsManagerClient(config);
  const ssm = new SSMClient(config);
  clients.push(secretsManager, ssm);
  read = awsSecrets({ secretsManager, ssm });
});
afterAll(() => {
  for (const client of clients) client.destroy();
  server.closeAllConnections();
  server.close();
});

describe('awsSecrets', () => {
  test('reads texts, fields of JSON, bytes and parameters', async () => {
    expect(await read(secret('text'))).toBe('value');
    expect(await read(secret('json', { key: 'password' }))).toBe('hidden');
    expect(await read(secret('json', { key: 'port' }))).toBe('5432');
    expect(await read(secret('binary'))).toBe('bytes');
    expect(await read(ssmParameter('/url'))).toBe('https://');
    expect(asked.at(-1)).toEqual(['AmazonSSM.GetParameter', { Name: '/url', WithDecryption: true }]);
  });

  test.each([
    [secret('missing'), 'SECRET_MISSING', 'the secret missing'],
    [ssmParameter('/missing'), 'SECRET_MISSING', 'the parameter /missing'],
    [secret('empty'), 'SECRET_MISSING', 'has no text'],
    [secret('denied'), 'SECRET_DENIED', 'the code may not read the secret denied: no right'],
    [secret('broken'), 'SECRET_FAILED', 'marked for deletion'],
    [secret('json', { key: 'other' }), 'SECRET_MISSING', 'the secret json (other) is no JSON object'],
    [secret('json', { key: 'list' }), 'SECRET_MISSING', 'with a text of that name'],
    [secret('text', { key: 'a' }), 'SECRET_MISSING', 'is no JSON object'],
  ])('says what is wrong with %j, and no value', async (reference, code, message) => {
    const error = (await read(reference).catch((thrown: unknown) => thrown)) as Error;
    expect(error).toMatchObject({ code, message: expect.stringContaining(message) });
    expect(`${error.message}${String(error.cause)}`).not.toMatch(/hidden|value/);
  });
});
