import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { artifactsOf } from '@flowmap/store';
import type { PackedCode } from '../../src/index.js';
import { RUN, startAws, type Aws } from '../support/aws.js';
import { folderWith } from '../support/bundle.js';
import { packFlow } from '../support/flow.js';
import { startNode, type Running } from '../support/program.js';

jest.setTimeout(60_000);

let aws: Aws;
let packed: PackedCode;
beforeAll(async () => {
  aws = await startAws();
  packed = await packFlow();
  await aws.objects.put('.flowmap/code/c.mjs.gz', packed.module());
  await startContainer({ FLOWMAP_TASK: JSON.stringify(start) }).ended;
});
afterAll(() => aws.close());

const start = { v: 1, step: 'start', run: RUN, i: '', try: 0 };
const item = { ...start, step: 'each/x' };

/** The stock container with its command line. */
const startContainer = (env: { readonly [name: string]: string }, cwd = '/'): Running =>
  startNode(['-e', packed.loader, `${aws.url}/.flowmap/code/c.mjs.gz`, 'us-east-1'], {
    env: { ...aws.env, ...env },
    cwd,
  });
const run = (invocation: object, env: { readonly [name: string]: string } = {}, cwd?: string) =>
  startContainer({ FLOWMAP_TASK: JSON.stringify(invocation), ...env }, cwd).ended;

describe('the module of a container of AWS Batch', () => {
  test('runs the task that the environment names, and prints lines of JSON alone', async () => {
    expect(await aws.metadata.facts('f/r1/start')).toEqual({ each: 3 });
    const { status, lines, errors } = await run({ ...item, i: '0' }, { AWS_BATCH_JOB_ATTEMPT: '2' });
    expect([status, errors]).toEqual([0, []]);
    expect(lines).toEqual([{ time: expect.any(String), address: 'f/r1/each/x/0', attempt: 2, message: 'item 1' }]);
  });

  test('prints the error of its task, with its address and a stack in the author’s file', async () => {
    const { status, errors } = await run({ ...item, i: '1' });
    expect(status).toBe(1);
    expect(errors).toEqual([
      expect.objectContaining({
        address: 'f/r1/each/x/1',
        attempt: 1,
        error: 'Busy',
        message: 'no two',
        stack: expect.stringMatching(/at fail \(.*f\.ts:8:\d+\)\n/),
      }),
    ]);
  });

  test('writes down at once where its log is, as Amazon ECS tells it', async () => {
    const server = createServer((_request, response) =>
      response.end(
        JSON.stringify({ LogOptions: { 'awslogs-group': '/flowmap/f', 'awslogs-stream': 'f/default/1a2b' } }),
      ),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await run(
      { ...item, i: '1', try: 3 },
      { AWS_BATCH_JOB_ID: 'job-1', ECS_CONTAINER_METADATA_URI_V4: `http://127.0.0.1:${port}/v4/1` },
    );
    await new Promise((resolve) => server.close(resolve));
    const logs = await artifactsOf(aws.objects, 'f/r1').logs('f/r1/each/x/1');
    expect(logs.at(-1)).toEqual({
      v: 1,
      address: 'f/r1/each/x/1',
      attempt: 4,
      started: expect.any(String),
      group: '/flowmap/f',
      stream: 'f/default/1a2b',
      job: 'job-1',
    });
  });

  test('stores what a range has when the container is stopped', async () => {
    const container = startContainer({ FLOWMAP_TASK: JSON.stringify({ ...item, i: '', from: 0, to: 3 }) });
    await container.printed('item 3');
    container.child.kill('SIGTERM');
    const { status, errors } = await container.ended;
    expect(status).toBe(1);
    expect(errors).toMatchObject([{ address: 'f/r1/each/x/0-2', message: 'the container was told to stop' }]);
    expect(await aws.keys('f/r1/_parts/')).toEqual(['f/r1/_parts/each/x/0-2/0-1']);
  });

  test('fails where a promise never settles, which would end the process as if all were well', async () => {
    const { status, errors } = await run({ ...start, step: 'stuck' });
    expect([status, errors]).toEqual([1, [expect.objectContaining({ error: 'Flowmap.NeverSettled' })]]);
  });

  test('says what nobody caught', async () => {
    const { status, errors } = await run({ ...start, step: 'loose' });
    expect([status, errors]).toEqual([1, [expect.objectContaining({ message: 'nobody catches this' })]]);
  });

  test('finds packages that are not in the bundle in node_modules of the working directory', async () => {
    const folder = await folderWith({
      'node_modules/not-in-the-bundle/package.json': '{"type":"module","exports":"./index.js"}',
      'node_modules/not-in-the-bundle/index.js': 'export const answer = 42;',
    });
    const outside = { ...start, step: 'outside' };
    const without = await run(outside);
    expect(without.errors).toMatchObject([{ message: expect.stringContaining("'not-in-the-bundle'") }]);
    expect((await run(outside, {}, folder)).status).toBe(0);
  });
});

describe('the same module in a container of AWS Lambda', () => {
  test('serves invocations, one after the other', async () => {
    const events = [start, { ...item, i: '1' }];
    const answers: unknown[] = [];
    let answered = (): void => undefined;
    const all = new Promise<void>((resolve) => (answered = resolve));
    const service = createServer((request, response) => {
      if (request.url?.endsWith('/next')) {
        const event = events.shift();
        // The service lets a function wait that has nothing to do.
        if (!event) {
          answered();
          return;
        }
        response.setHeader('lambda-runtime-aws-request-id', `q${events.length}`);
        response.setHeader('lambda-runtime-deadline-ms', String(Date.now() + 60_000));
        response.end(JSON.stringify(event));
        return;
      }
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const type = request.headers['lambda-runtime-function-error-type'];
        answers.push([request.url, JSON.parse(body), ...(type === undefined ? [] : [type])]);
        response.writeHead(202).end('{}');
      });
    });
    service.listen(0, '127.0.0.1');
    await once(service, 'listening');
    const { port } = service.address() as AddressInfo;
    const container = startContainer({ AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}` });
    await Promise.race([all, container.ended.then(({ errors }) => Promise.reject(new Error(JSON.stringify(errors))))]);
    container.child.kill('SIGKILL');
    await container.ended;
    service.closeAllConnections();
    service.close();
    const path = '/2018-06-01/runtime/invocation';
    expect(answers).toEqual([
      [`${path}/q1/response`, { f: { each: 3 } }],
      [
        `${path}/q0/error`,
        {
          errorType: 'Busy',
          errorMessage: 'no two',
          trace: expect.arrayContaining([expect.stringContaining('f.ts:8')]),
        },
        'Busy',
      ],
    ]);
  });
});
