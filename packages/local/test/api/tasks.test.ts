import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  CreateActivityCommand,
  DescribeExecutionCommand,
  StartExecutionCommand,
  TestStateCommand,
  ValidateStateMachineDefinitionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, describe, expect, test } from '@jest/globals';
import { create, FAIL, PASS, ROLE, until, WAIT, YES } from './support/machines.js';
import { refusal, serve, type Served } from './support/server.js';

/** This project: its `node_modules` has clients of DynamoDB and Step Functions, and no other. */
const PROJECT = fileURLToPath(new URL('../../../..', import.meta.url));

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

interface Call {
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A server of another service; it keeps what it is asked. */
async function service(answer: {
  status?: number;
  headers?: Record<string, string>;
  body: string;
}): Promise<{ url: string; calls: Call[] }> {
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      calls.push({ url: request.url, headers: request.headers, body });
      response.writeHead(answer.status ?? 200, answer.headers).end(answer.body);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls };
}

/** Runs a machine of one task. */
async function runTask({ client }: Served, Resource: string, Arguments?: unknown) {
  const state = { Type: 'Task', Resource, ...(Arguments !== undefined && { Arguments }), End: true };
  const definition = { StartAt: 'T', QueryLanguage: 'JSONata', States: { T: state } };
  const stateMachineArn = await create(client, `task-${Math.floor(performance.now() * 1000)}`, definition);
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn, input: '{"in":1}' }));
  const { output, error, cause } = await until(client, executionArn);
  return { output: output === undefined ? undefined : (JSON.parse(output) as unknown), error, cause };
}

const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:f';

describe('a function', () => {
  test('is called at the endpoint of Lambda', async () => {
    const lambda = await service({
      body: '{"out":2}',
      headers: { 'x-amz-executed-version': '7', 'x-amzn-requestid': 'r' },
    });
    const served = await serve({ variables: { AWS_ENDPOINT_URL_LAMBDA: `${lambda.url}/` } });
    expect((await runTask(served, FUNCTION)).output).toEqual({ out: 2 });
    const args = { FunctionName: 'f', Payload: { a: 1 }, Qualifier: 'live' };
    expect((await runTask(served, 'arn:aws:states:::lambda:invoke', args)).output).toMatchObject({
      ExecutedVersion: '7',
      Payload: { out: 2 },
      SdkHttpMetadata: { HttpStatusCode: 200 },
      SdkResponseMetadata: { RequestId: 'r' },
      StatusCode: 200,
    });
    expect(lambda.calls.map(({ url, body }) => [url, body])).toEqual([
      [`/2015-03-31/functions/${encodeURIComponent(FUNCTION)}/invocations`, '{"in":1}'],
      ['/2015-03-31/functions/f/invocations?Qualifier=live', '{"a":1}'],
    ]);
    // Servers of many services tell them apart by this.
    expect(lambda.calls[0]?.headers.authorization).toContain('/us-east-1/lambda/aws4_request');
  });

  test('fails its task with its own error', async () => {
    const body = '{"errorType": "TypeError", "errorMessage": "no", "trace": []}';
    const lambda = await service({ body, headers: { 'x-amz-function-error': 'Unhandled' } });
    const served = await serve({ variables: { AWS_ENDPOINT_URL: lambda.url } });
    expect(await runTask(served, FUNCTION)).toEqual({ output: undefined, error: 'TypeError', cause: body });
  });

  test('that Lambda does not have is an error of Lambda', async () => {
    const lambda = await service({
      status: 404,
      headers: { 'x-amzn-errortype': 'ResourceNotFoundException', 'x-amzn-requestid': 'r' },
      body: '{"Message":"Function not found"}',
    });
    const served = await serve({ variables: { AWS_ENDPOINT_URL_LAMBDA: lambda.url } });
    expect(await runTask(served, FUNCTION)).toMatchObject({
      error: 'Lambda.ResourceNotFoundException',
      cause:
        'Function not found (Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: r; Proxy: null)',
    });
  });

  test('is not called where no endpoint is named, and a dead one is told', async () => {
    const served = await serve();
    expect(await runTask(served, FUNCTION)).toMatchObject({
      error: 'Flowmap.NotServed',
      cause: expect.stringContaining('set AWS_ENDPOINT_URL_LAMBDA'),
    });
    const dead = await serve({ variables: { AWS_ENDPOINT_URL_LAMBDA: 'http://127.0.0.1:1' } });
    expect((await runTask(dead, FUNCTION)).error).toBe('Lambda.SdkClientException');
  });
});

describe('a service', () => {
  test('is called through the client of the project: the embedded DynamoDB', async () => {
    const served = await serve({ project: PROJECT });
    const key = { AttributeName: 'id', AttributeType: 'S' };
    const created = await runTask(served, 'arn:aws:states:::aws-sdk:dynamodb:createTable', {
      TableName: 'table',
      AttributeDefinitions: [key],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    });
    expect(created.output).toMatchObject({
      TableDescription: { TableName: 'table', CreationDateTime: expect.stringMatching(/Z$/) },
    });
    const put = { TableName: 'table', Item: { id: { S: 'a' }, n: { N: '1' } } };
    // A table is there a moment after it was created.
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await runTask(served, 'arn:aws:states:::dynamodb:putItem', put)).output).toMatchObject({
      SdkHttpMetadata: { HttpStatusCode: 200 },
    });
    const get = { TableName: 'table', Key: { id: { S: 'a' } } };
    expect((await runTask(served, 'arn:aws:states:::aws-sdk:dynamodb:getItem', get)).output).toEqual({
      Item: { id: { S: 'a' }, n: { N: '1' } },
    });
    const missing = { ...get, TableName: 'none' };
    expect(await runTask(served, 'arn:aws:states:::aws-sdk:dynamodb:getItem', missing)).toMatchObject({
      error: 'DynamoDb.ResourceNotFoundException',
      cause: expect.stringMatching(/\(Service: DynamoDb, Status Code: 400, Request ID: .+\) \(SDK Attempt Count: 1\)$/),
    });
    expect(await runTask(served, 'arn:aws:states:::dynamodb:getItem', missing)).toMatchObject({
      error: 'DynamoDB.ResourceNotFoundException',
      cause: expect.stringContaining(
        '(Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ResourceNotFoundException;',
      ),
    });
  });

  test('says what to install, and what to set', async () => {
    const served = await serve({ project: PROJECT });
    expect(
      (await runTask(served, 'arn:aws:states:::aws-sdk:costexplorer:getCostAndUsage', { Granularity: 'DAILY' })).cause,
    ).toContain('npm install --save-dev @aws-sdk/client-cost-explorer');
    expect(
      (await runTask(served, 'arn:aws:states:::sqs:sendMessage', { QueueUrl: 'u', MessageBody: 'a' })).cause,
    ).toContain('npm install --save-dev @aws-sdk/client-sqs');
    expect((await runTask(served, 'arn:aws:states:::aws-sdk:dynamodb:doNothing', {})).cause).toContain('has no action');
  });

  test('of files: buckets are folders', async () => {
    const served = await serve();
    const folder = join(served.root, 'objects-s3', 'data');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'items.json'), '[1,2,3]');
    const read = { Bucket: 'data', Key: 'items.json' };
    expect((await runTask(served, 'arn:aws:states:::aws-sdk:s3:getObject', read)).output).toMatchObject({
      Body: '[1,2,3]',
      ContentLength: 7,
    });
    expect((await runTask(served, 'arn:aws:states:::aws-sdk:s3:getObject', { ...read, Key: 'none' })).error).toBe(
      'S3.NoSuchKeyException',
    );
    const definition = {
      StartAt: 'M',
      States: {
        M: {
          Type: 'Map',
          ItemReader: {
            Resource: 'arn:aws:states:::s3:getObject',
            ReaderConfig: { InputType: 'JSON' },
            Parameters: read,
          },
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
            StartAt: 'P',
            States: { P: { Type: 'Pass', End: true } },
          },
          ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'data', Prefix: 'out' } },
          End: true,
        },
      },
    };
    const { executionArn } = await served.client.send(
      new StartExecutionCommand({ stateMachineArn: await create(served.client, 'reads', definition) }),
    );
    const { ResultWriterDetails: written } = JSON.parse((await until(served.client, executionArn)).output ?? '{}');
    const manifest = await runTask(served, 'arn:aws:states:::aws-sdk:s3:getObject', written);
    expect(JSON.parse((manifest.output as { Body: string }).Body)).toMatchObject({ ResultFiles: { SUCCEEDED: [{}] } });
  });
});

describe('Step Functions itself', () => {
  test('starts executions, and waits for them', async () => {
    const served = await serve();
    const StateMachineArn = await create(served.client, 'yes', YES);
    const start = 'arn:aws:states:::states:startExecution';
    const started = await runTask(served, start, { StateMachineArn, Name: 'one', Input: { a: 1 } });
    const executionArn = 'arn:aws:states:us-east-1:123456789012:execution:yes:one';
    expect(started.output).toMatchObject({ ExecutionArn: executionArn, StartDate: expect.any(Number) });
    expect((await served.client.send(new DescribeExecutionCommand({ executionArn }))).input).toBe('{"a":1}');
    expect((await runTask(served, `${start}.sync`, { StateMachineArn })).output).toMatchObject({
      Output: '{"yes":true}',
      Input: '{}',
      Status: 'SUCCEEDED',
    });
    expect((await runTask(served, `${start}.sync:2`, { StateMachineArn, Input: { a: 1 } })).output).toMatchObject({
      Output: { yes: true },
      Input: { a: 1 },
    });
    const failing = await runTask(served, `${start}.sync:2`, {
      StateMachineArn: await create(served.client, 'fail', FAIL),
    });
    expect(failing.error).toBe('States.TaskFailed');
    expect(JSON.parse(failing.cause ?? '')).toMatchObject({
      Error: 'Oops',
      Cause: 'It went wrong',
      Status: 'FAILED',
      Input: '{}',
    });
    expect(await runTask(served, start, { StateMachineArn, Name: 'one' })).toMatchObject({
      error: 'StepFunctions.ExecutionAlreadyExistsException',
      cause: expect.stringContaining(
        `Execution Already Exists: '${executionArn}' (Service: AWSStepFunctions; Status Code: 400;`,
      ),
    });
  });

  test('stops the execution that a stopped task waits for', async () => {
    const served = await serve();
    const StateMachineArn = await create(served.client, 'wait', WAIT);
    const definition = {
      StartAt: 'T',
      TimeoutSeconds: 1,
      QueryLanguage: 'JSONata',
      States: {
        T: {
          Type: 'Task',
          Resource: 'arn:aws:states:::states:startExecution.sync',
          Arguments: { StateMachineArn, Name: 'inner' },
          End: true,
        },
      },
    };
    const { executionArn } = await served.client.send(
      new StartExecutionCommand({ stateMachineArn: await create(served.client, 'outer', definition) }),
    );
    expect((await until(served.client, executionArn)).status).toBe('TIMED_OUT');
    expect((await until(served.client, 'arn:aws:states:us-east-1:123456789012:execution:wait:inner')).status).toBe(
      'ABORTED',
    );
  });

  test('is asked as any service', async () => {
    const served = await serve();
    const stateMachineArn = await create(served.client, 'pass', PASS);
    const list = await runTask(served, 'arn:aws:states:::aws-sdk:sfn:listStateMachines', { MaxResults: 1 });
    expect(list.output).toMatchObject({
      StateMachines: [{ StateMachineArn: stateMachineArn, CreationDate: expect.stringMatching(/Z$/) }],
    });
    expect(
      await runTask(served, 'arn:aws:states:::aws-sdk:sfn:sendTaskSuccess', { TaskToken: 'x', Output: '1' }),
    ).toMatchObject({
      error: 'Sfn.InvalidTokenException',
      cause: expect.stringMatching(/^Invalid Token: 'Invalid token' \(Service: Sfn, Status Code: 400, /),
    });
  });

  test('gives a token away and waits for its answer', async () => {
    const served = await serve();
    const { activityArn } = await served.client.send(new CreateActivityCommand({ name: 'a' }));
    expect(activityArn).toBeDefined();
    const inner = {
      StartAt: 'S',
      QueryLanguage: 'JSONata',
      States: {
        S: {
          Type: 'Task',
          Resource: 'arn:aws:states:::aws-sdk:sfn:sendTaskSuccess',
          Arguments: { TaskToken: '{% $states.input.token %}', Output: '"back"' },
          End: true,
        },
      },
    };
    const StateMachineArn = await create(served.client, 'inner', inner);
    const outer = await runTask(served, 'arn:aws:states:::states:startExecution.waitForTaskToken', {
      StateMachineArn,
      Input: { token: '{% $states.context.Task.Token %}' },
    });
    expect(outer.output).toBe('back');
  });
});

describe('what is not kept', () => {
  test('is a tested state', async () => {
    const lambda = await service({ body: '{"out":2}' });
    const { client } = await serve({ variables: { AWS_ENDPOINT_URL_LAMBDA: lambda.url } });
    const definition = JSON.stringify({ Type: 'Task', Resource: FUNCTION, ResultPath: '$.got', Next: 'N' });
    const test = (more: object) =>
      client.send(
        new TestStateCommand({ definition, roleArn: ROLE, input: '{"in":1}', inspectionLevel: 'DEBUG', ...more }),
      );
    expect(await test({})).toMatchObject({
      status: 'SUCCEEDED',
      nextState: 'N',
      output: '{"in":1,"got":{"out":2}}',
      inspectionData: { result: '{"out":2}' },
    });
    expect(await test({ mock: { result: '3', fieldValidationMode: 'NONE' } })).toMatchObject({
      output: '{"in":1,"got":3}',
    });
    expect(lambda.calls).toHaveLength(1);
    expect((await refusal(test({ input: '{' }))).name).toBe('InvalidExecutionInput');
  });

  test('is a validated definition', async () => {
    const { client } = await serve();
    const validate = (definition: object) =>
      client.send(new ValidateStateMachineDefinitionCommand({ definition: JSON.stringify(definition) }));
    expect(await validate(PASS)).toMatchObject({ result: 'OK', diagnostics: [], truncated: false });
    expect(await validate({ StartAt: 'A' })).toMatchObject({
      result: 'FAIL',
      diagnostics: [
        {
          severity: 'ERROR',
          code: 'SCHEMA_VALIDATION_FAILED',
          message: 'These fields are required: [States]',
          location: '/',
        },
      ],
    });
  });

  test('is an endpoint that is the server itself', async () => {
    const { url } = await service({ body: '' });
    servers.pop()?.close().closeAllConnections();
    const port = Number(new URL(url).port);
    const served = await serve({ port, variables: { AWS_ENDPOINT_URL: `http://localhost:${port}` } });
    expect((await runTask(served, FUNCTION)).error).toBe('Flowmap.NotServed');
  });
});
