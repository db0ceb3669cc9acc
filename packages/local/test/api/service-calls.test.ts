import * as sfn from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import type { Json } from '@flowmap/asl/language';
import { endpointsFrom } from '../../src/api/tasks/endpoints.js';
import { JOBS } from '../../src/api/tasks/jobs.table.js';
import { javaName } from '../../src/api/tasks/sdk-call.js';
import { fromClient, toClient } from '../../src/api/tasks/sdk-schema.js';
import { waitForJob } from '../../src/api/tasks/wait-for-job.js';

describe('names of members', () => {
  const schemaOf = (command: object): readonly unknown[] => (command as { readonly schema: readonly unknown[] }).schema;

  test('have the letters of the API on the way there, in structures and lists', () => {
    const [, , , , input] = schemaOf(new sfn.CreateStateMachineCommand({ name: '', definition: '', roleArn: '' }));
    const given = {
      Name: 'a',
      Tags: [{ Key: 'k', Value: 'v' }],
      LoggingConfiguration: { Level: 'OFF' },
      publish: true,
    };
    expect(toClient(given, input)).toEqual({
      name: 'a',
      tags: [{ key: 'k', value: 'v' }],
      loggingConfiguration: { level: 'OFF' },
      publish: true,
    });
  });

  test('have capital letters on the way back, but for keys of maps; times become text', async () => {
    const [, , , , , output] = schemaOf(new sfn.GetExecutionHistoryCommand({ executionArn: '' }));
    const at = new Date(0);
    const event = {
      id: 1,
      timestamp: at,
      type: 'x',
      stateExitedEventDetails: { name: 'a', assignedVariables: { myVar: '1' } },
    };
    expect(await fromClient({ events: [event], nextToken: undefined }, output)).toEqual({
      Events: [
        {
          Id: 1,
          Timestamp: '1970-01-01T00:00:00.000Z',
          Type: 'x',
          StateExitedEventDetails: { Name: 'a', AssignedVariables: { myVar: '1' } },
        },
      ],
    });
  });

  test('are left alone without a schema; bytes and streams are read as text', async () => {
    expect(toClient({ a: [{ B: 1 }] }, undefined)).toEqual({ a: [{ B: 1 }] });
    const stream = { transformToString: () => Promise.resolve('text') };
    expect(
      await fromClient(
        { body: stream, raw: Buffer.from('é'), odd: new Uint8Array([255]), set: new Set([1]) },
        undefined,
      ),
    ).toEqual({
      body: 'text',
      raw: 'é',
      odd: '/w==',
      set: [1],
    });
    expect(toClient({ x: 1 }, 21)).toEqual(Buffer.from('{"x":1}'));
    expect(toClient('1970-01-01T00:00:01Z', 4)).toEqual(new Date(1000));
  });

  test.each([
    ['DynamoDB', 'DynamoDb'],
    ['SFN', 'Sfn'],
    ['Secrets Manager', 'SecretsManager'],
    ['S3', 'S3'],
    ['EventBridge', 'EventBridge'],
  ])('of the service %s: %s', (serviceId, name) => expect(javaName(serviceId)).toBe(name));
});

describe('a job', () => {
  const wait = async (name: string, submitted: Json, given: Json, answers: Json[]) => {
    const asked: unknown[] = [];
    const result = waitForJob(
      JOBS[name]!,
      submitted,
      given,
      (action, args) => {
        asked.push([action, args]);
        return Promise.resolve(answers.shift() ?? null);
      },
      () => Promise.resolve(),
    );
    return { asked, result: await result.catch((error: unknown) => error) };
  };

  test('of Batch is asked for until it has ended', async () => {
    const done = { JobId: 'j', Status: 'SUCCEEDED' };
    const { asked, result } = await wait('batch:submitJob', { JobId: 'j' }, {}, [
      { Jobs: [{ Status: 'RUNNING' }] },
      { Jobs: [done] },
    ]);
    expect(asked).toEqual(Array.from({ length: 2 }, () => ['describeJobs', { Jobs: ['j'] }]));
    expect(result).toEqual(done);
  });

  test.each<[string, Json, Json, Json, boolean]>([
    ['batch:submitJob', { JobId: 'j' }, {}, { Jobs: [{ Status: 'FAILED' }] }, false],
    [
      'ecs:runTask',
      { Tasks: [{ TaskArn: 't' }] },
      { Cluster: 'c' },
      { Tasks: [{ LastStatus: 'STOPPED', Containers: [{ ExitCode: 0 }] }] },
      true,
    ],
    [
      'ecs:runTask',
      { Tasks: [{ TaskArn: 't' }] },
      {},
      { Tasks: [{ LastStatus: 'STOPPED', Containers: [{ ExitCode: 1 }] }] },
      false,
    ],
    ['glue:startJobRun', { JobRunId: 'r' }, { JobName: 'n' }, { JobRun: { JobRunState: 'TIMEOUT' } }, false],
    ['codebuild:startBuild', { Build: { Id: 'b' } }, {}, { Builds: [{ BuildStatus: 'SUCCEEDED' }] }, true],
    [
      'athena:startQueryExecution',
      { QueryExecutionId: 'q' },
      {},
      { QueryExecution: { Status: { State: 'SUCCEEDED' } } },
      true,
    ],
  ])('of %s ends as its service says', async (name, submitted, given, answer, good) => {
    const { result } = await wait(name, submitted, given, [answer]);
    if (good) expect(result).not.toBeInstanceOf(Error);
    else expect(result).toMatchObject({ name: 'States.TaskFailed', message: expect.stringContaining('{') as unknown });
  });
});

test('endpoints are those of the variables of the SDK', () => {
  const own = (): string => 'http://127.0.0.1:8083';
  const variables = { AWS_ENDPOINT_URL_SECRETS_MANAGER: 'http://a:1/', AWS_ENDPOINT_URL: 'http://b:2' };
  const endpoints = endpointsFrom(variables, own);
  expect([endpoints.of('Secrets Manager'), endpoints.of('SQS')]).toEqual(['http://a:1', 'http://b:2']);
  expect(endpoints.variable('Secrets Manager')).toBe('AWS_ENDPOINT_URL_SECRETS_MANAGER');
  expect(endpointsFrom({ AWS_ENDPOINT_URL: 'http://localhost:8083/' }, own).of('SQS')).toBeUndefined();
  expect(endpointsFrom({ ...variables, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }, own).of('SQS')).toBeUndefined();
  expect(endpointsFrom({}, own).of('SQS')).toBeUndefined();
});
