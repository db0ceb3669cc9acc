import { request as call } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { serveLocal } from '../../src/index.js';
import { hostCheck } from '../../src/api/http/host-check.js';
import { newFolder, serve } from './support/server.js';

interface Answer {
  readonly status: number | undefined;
  readonly type: string | undefined;
  readonly body: string;
}

/** Sends a request as it is said. */
function send(url: string, headers: Record<string, string>, body = '{}', method = 'POST'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = call(url, { method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => {
        resolve({ status: response.statusCode, type: response.headers['content-type'], body: text });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

const target = (name: string): Record<string, string> => ({ 'x-amz-target': `AWSStepFunctions.${name}` });

describe('the protocol', () => {
  test('is AWS JSON 1.0', async () => {
    const { server } = await serve();
    const good = await send(server.url, target('ListStateMachines'));
    expect(good).toEqual({ status: 200, type: 'application/x-amz-json-1.0', body: '{"stateMachines":[]}' });
    // Null is the same as nothing, as clients of typed languages write it.
    expect((await send(server.url, target('ListStateMachines'), '{"nextToken":null}')).status).toBe(200);
    const refused = async (name: string, body?: string) => {
      const answer = await send(server.url, target(name), body);
      return [answer.status, (JSON.parse(answer.body) as { __type: string }).__type];
    };
    expect(await refused('DoWhatIWant')).toEqual([400, 'UnknownOperationException']);
    expect(await refused('toString')).toEqual([400, 'UnknownOperationException']);
    expect(await refused('ListStateMachines', '{')).toEqual([400, 'SerializationException']);
    expect(await refused('ListStateMachines', '[]')).toEqual([400, 'SerializationException']);
    expect(await refused('ListStateMachines', '{"maxResults":"1"}')).toEqual([400, 'SerializationException']);
    expect(await refused('ListStateMachines', ' '.repeat(1_048_577))).toEqual([413, 'RequestEntityTooLargeException']);
    expect((await send(server.url, {}, '', 'GET')).status).toBe(404);
    const both = await send(server.url, target('CreateStateMachine'), '{"name":""}');
    expect((JSON.parse(both.body) as { message: string }).message).toBe(
      "3 validation errors detected: Value null at 'definition' failed to satisfy constraint: Member must not be null; " +
        "Value null at 'roleArn' failed to satisfy constraint: Member must not be null; " +
        "Value '' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
    const long = await send(
      server.url,
      target('StartExecution'),
      JSON.stringify({ stateMachineArn: 'a', input: 'x'.repeat(262_145) }),
    );
    expect((JSON.parse(long.body) as { message: string }).message).toBe(
      "1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to 262144",
    );
  });

  test.each(['evil.example', 'localhost.evil.example', '10.0.0.1', 'sync-evil.example', '127.0.0.1.evil.example:8083'])(
    'refuses the host %j',
    async (host) => {
      const { server } = await serve();
      const answer = await send(server.url, { ...target('ListStateMachines'), host });
      expect(answer.status).toBe(403);
    },
  );

  test('answers to its own names', async () => {
    const { server } = await serve({ allowedHosts: ['box.internal'] });
    for (const host of [
      'localhost',
      'LOCALHOST:1',
      'a.localhost:8083',
      '[::1]:80',
      'sync-localhost:8083',
      'sync-127.0.0.1',
      'Box.internal',
    ]) {
      expect([host, (await send(server.url, { ...target('ListStateMachines'), host })).status]).toEqual([host, 200]);
    }
  });

  test('answers to addresses where other machines may come', () => {
    const isOwn = hostCheck('0.0.0.0', []);
    expect(['192.168.1.5:8083', '[fe80::1]', 'localhost', 'evil.example', '1.2.3', undefined].map(isOwn)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('a server', () => {
  test('says that its port is taken', async () => {
    const { server } = await serve();
    const port = Number(new URL(server.url).port);
    await expect(serveLocal({ root: join(newFolder(), 'r'), port })).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      message: `another program listens on 127.0.0.1:${port}`,
    });
  });

  test('has its folder to itself, until it ends', async () => {
    const served = await serve();
    await expect(serveLocal({ root: served.root, port: 0 })).rejects.toMatchObject({ code: 'FOLDER_IN_USE' });
    await served.stop();
    await serve({ root: served.root });
  });

  test('listens on other addresses when told', async () => {
    const { server } = await serve({ host: '0.0.0.0' });
    expect(server.isPublic).toBe(true);
    expect((await serve({ host: 'localhost' })).server.isPublic).toBe(false);
  });
});
