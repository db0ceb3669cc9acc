import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { unzipSync } from 'fflate';
import { RUN, startAws, type Aws } from '../support/aws.js';
import { folderWith } from '../support/bundle.js';
import { packFlow } from '../support/flow.js';
import { startNode, type Ended } from '../support/program.js';

jest.setTimeout(60_000);

/** As the service does: a console that puts a prefix before each message, the handler's module, one invocation after the other. */
const SERVICE = `
for (const level of ['log', 'info', 'warn', 'error', 'debug', 'trace']) {
  console[level] = (...data) => process.stdout.write('2030-01-01\\tid\\t' + level + '\\t' + data.join(' ') + '\\n');
}
const { handler } = await import('./index.mjs');
for (const event of JSON.parse(process.argv[2])) {
  try {
    const answer = await handler(event, { getRemainingTimeInMillis: () => 60_000, awsRequestId: 'q' });
    process.stdout.write(JSON.stringify({ answer }) + '\\n');
  } catch ({ name, message, stack }) {
    process.stdout.write(JSON.stringify({ name, message, stack }) + '\\n');
  }
}
process.exit();
`;

let aws: Aws;
let folder = '';
beforeAll(async () => {
  aws = await startAws();
  const packed = await packFlow();
  const files = Object.entries(unzipSync(packed.zip())).map(([name, bytes]) => [
    name,
    Buffer.from(bytes).toString('utf8'),
  ]);
  folder = await folderWith({ ...(Object.fromEntries(files) as Record<string, string>), 'service.mjs': SERVICE });
});
afterAll(() => aws.close());

const invoke = (events: readonly object[], env: { readonly [name: string]: string } = aws.env): Promise<Ended> =>
  startNode([join(folder, 'service.mjs'), JSON.stringify(events)], { env, cwd: '/' }).ended;

const start = { v: 1, step: 'start', run: RUN, i: '', try: 0 };

describe('index.mjs of a function', () => {
  test('answers, and prints lines of JSON alone, with the address of the task or item that printed', async () => {
    const item = { ...start, step: 'each/x', i: '0', try: 2 };
    const { lines, errors } = await invoke([start, item]);
    expect(errors).toEqual([]);
    const line = (address: string, attempt: number, message: string) => ({
      time: expect.any(String),
      address,
      attempt,
      message,
    });
    expect(lines).toEqual([
      line('f/r1/start', 1, 'hello'),
      line('f/r1/start', 1, 'printed 1\nof two lines'),
      line('f/r1/start', 1, 'written'),
      { answer: { f: { each: 3 } } },
      line('f/r1/each/x/0', 3, 'item 1'),
      { answer: {} },
    ]);
    expect(await aws.metadata.facts('f/r1/start')).toEqual({ each: 3 });
    expect(await aws.keys('f/r1/')).toEqual(['f/r1/each/x/0', 'f/r1/start']);
  });

  test('throws under the author’s name, with a stack in the author’s file alone', async () => {
    const { lines } = await invoke([start, { ...start, step: 'each/x', i: '1' }]);
    const failed = lines.at(-1) as { name: string; message: string; stack: string };
    expect([failed.name, failed.message]).toEqual(['Busy', 'no two']);
    const frames = failed.stack.split('\n').filter((frame) => frame.includes(' at '));
    expect(frames[0]).toMatch(/at fail \(.*f\.ts:8:\d+\)$/);
    expect(frames.every((frame) => frame.includes('f.ts:'))).toBe(true);
  });

  test('gives a step its secrets, fetched once for all tasks', async () => {
    let asked = 0;
    const manager = createServer((_request, response) => {
      asked += 1;
      response.setHeader('content-type', 'application/x-amz-json-1.1');
      response.end(JSON.stringify({ SecretString: '{"token":"top secret"}' }));
    });
    manager.listen(0, '127.0.0.1');
    await once(manager, 'listening');
    const { port } = manager.address() as AddressInfo;
    const env = { ...aws.env, AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${port}` };
    const { lines } = await invoke(
      [
        { ...start, step: 'secret' },
        { ...start, step: 'secret', run: 'r2' },
      ],
      env,
    );
    manager.closeAllConnections();
    manager.close();
    expect(lines[0]).toEqual({ answer: {} });
    expect(asked).toBe(1);
    const record = Buffer.from((await aws.objects.get('f/r1/secret')) ?? []).toString();
    expect(record).toContain('10');
    expect(record).not.toContain('top secret');
  });

  test('says what it misses in its environment', async () => {
    const { FLOWMAP_TABLE: table, ...env } = aws.env;
    expect(table).toBe('flowmap');
    const { lines } = await invoke([start], env);
    expect(lines).toMatchObject([{ name: 'Flowmap.NotDeployed', message: expect.stringContaining('FLOWMAP_TABLE') }]);
  });
});
