import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { CloudWatchLogsClient, CreateLogGroupCommand, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand, GetRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetFunctionCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, describe, expect, test } from '@jest/globals';
import { startDynamodb } from '@flowmap/testing';
import { account, allowing, client, refusal, trusting } from './support/account.js';

const CALLER = 'arn:aws:sts::123456789012:assumed-role/developer/session';
const group = new CreateLogGroupCommand({ logGroupName: 'g' });

describe('the caller', () => {
  test('is known to STS', async () => {
    const sts = client(
      STSClient,
      await account({ account: '210987654321', partition: 'aws-cn', region: 'cn-north-1' }),
    );
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: '210987654321',
      Arn: 'arn:aws-cn:sts::210987654321:assumed-role/developer/session',
    });
  });

  test('takes on a role that trusts it, for so long, and may do what the role may', async () => {
    const aws = await account();
    const iam = client(IAMClient, aws);
    const sts = client(STSClient, aws);
    const assume = (name: string) =>
      sts.send(new AssumeRoleCommand({ RoleArn: `arn:aws:iam::123456789012:role/${name}`, RoleSessionName: 's1' }));
    const create = (name: string, principal: object) =>
      iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trusting(principal) }));
    expect(await refusal(assume('deployer'))).toMatchObject({
      name: 'AccessDenied',
      message: `User: ${CALLER} is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::123456789012:role/deployer`,
      $metadata: { httpStatusCode: 403 },
    });
    await create('task', { Service: 'lambda.amazonaws.com' });
    expect((await refusal(assume('task'))).name).toBe('AccessDenied');
    await create('deployer', { AWS: 'arn:aws:iam::123456789012:root' });
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: 'deployer',
        PolicyName: 'p',
        PolicyDocument: allowing(['lambda:List*', 'lambda:GetFunction'], '*'),
      }),
    );
    const { Credentials: given, AssumedRoleUser: user } = await assume('deployer');
    expect(user?.Arn).toBe('arn:aws:sts::123456789012:assumed-role/deployer/s1');
    const credentials = {
      accessKeyId: given?.AccessKeyId,
      secretAccessKey: given?.SecretAccessKey,
      sessionToken: given?.SessionToken,
    };
    const asRole = client(LambdaClient, aws, { credentials });
    expect((await asRole.send(new ListFunctionsCommand({}))).Functions).toEqual([]);
    const logs = client(CloudWatchLogsClient, aws, { credentials });
    expect(await refusal(logs.send(group))).toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(
        `${String(user?.Arn)} is not authorized to perform: logs:CreateLogGroup on resource: `,
      ),
    });
    const stolen = client(LambdaClient, aws, { credentials: { ...credentials, sessionToken: 'other' } });
    expect((await refusal(stolen.send(new ListFunctionsCommand({})))).name).toBe('UnrecognizedClientException');
    aws.clock.at = new Date((given?.Expiration?.getTime() ?? 0) + 1);
    expect((await refusal(asRole.send(new ListFunctionsCommand({})))).name).toBe('ExpiredTokenException');
  });

  test('is refused with keys that nobody has, in each service in its own way', async () => {
    const aws = await account();
    const credentials = { accessKeyId: 'AKIANOBODY', secretAccessKey: 'x' };
    const iam = client(IAMClient, aws, { credentials });
    expect(await refusal(iam.send(new GetRoleCommand({ RoleName: 'r' })))).toMatchObject({
      name: 'InvalidClientTokenId',
      $metadata: { httpStatusCode: 403 },
    });
    const logs = client(CloudWatchLogsClient, aws, { credentials });
    expect((await refusal(logs.send(group))).name).toBe('UnrecognizedClientException');
  });

  test('is refused for another region, but of services without one', async () => {
    const aws = await account();
    const elsewhere = { region: 'eu-west-1' };
    expect(await refusal(client(LambdaClient, aws, elsewhere).send(new ListFunctionsCommand({})))).toMatchObject({
      name: 'InvalidSignatureException',
      message: "Credential should be scoped to a valid region, not 'eu-west-1'.",
    });
    await client(STSClient, aws, elsewhere).send(new GetCallerIdentityCommand({}));
  });

  test('is refused while its credentials have expired', async () => {
    const aws = await account();
    const [iam, lambda, logs] = [client(IAMClient, aws), client(LambdaClient, aws), client(CloudWatchLogsClient, aws)];
    aws.expired = true;
    expect((await refusal(iam.send(new GetRoleCommand({ RoleName: 'r' })))).name).toBe('ExpiredToken');
    expect((await refusal(lambda.send(new ListFunctionsCommand({})))).name).toBe('ExpiredTokenException');
    expect((await refusal(logs.send(group))).name).toBe('ExpiredTokenException');
    aws.expired = false;
    await logs.send(group);
  });

  test('is refused in the words that a test gives, in the form of each service', async () => {
    const aws = await account();
    const [iam, lambda, logs] = [client(IAMClient, aws), client(LambdaClient, aws), client(CloudWatchLogsClient, aws)];
    const words = { code: 'SomethingExceeded', message: 'There is too much of it.' };
    aws.onCall(({ service }) => ({ ...words, ...(service === 'lambda' && { status: 413 }) }));
    const said = { name: 'SomethingExceeded', message: words.message };
    expect(await refusal(iam.send(new GetRoleCommand({ RoleName: 'r' })))).toMatchObject(said);
    expect(await refusal(lambda.send(new ListFunctionsCommand({})))).toMatchObject({
      ...said,
      $metadata: { httpStatusCode: 413 },
    });
    expect(await refusal(logs.send(group))).toMatchObject({ ...said, $metadata: { httpStatusCode: 400 } });
    aws.onCall(undefined);
    await logs.send(group);
  });

  test('is refused what the test denies', async () => {
    const aws = await account();
    const lambda = client(LambdaClient, aws);
    aws.denied = [{ action: 'lambda:GetFunction', resource: '*:function:a*' }, { action: 'iam:*' }];
    const get = (name: string) => lambda.send(new GetFunctionCommand({ FunctionName: name }));
    expect(await refusal(get('ab'))).toMatchObject({
      name: 'AccessDeniedException',
      message: `User: ${CALLER} is not authorized to perform: lambda:GetFunction on resource: arn:aws:lambda:us-east-1:123456789012:function:ab because no identity-based policy allows the lambda:GetFunction action`,
      $metadata: { httpStatusCode: 403 },
    });
    expect((await refusal(get('b'))).name).toBe('ResourceNotFoundException');
    const iam = client(IAMClient, aws);
    expect((await refusal(iam.send(new GetRoleCommand({ RoleName: 'r' })))).name).toBe('AccessDenied');
  });
});

describe('calls', () => {
  test('are logged in their order, with what became of them', async () => {
    const aws = await account();
    const logs = client(CloudWatchLogsClient, aws);
    await logs.send(group);
    await refusal(logs.send(group));
    await client(LambdaClient, aws).send(new ListFunctionsCommand({}));
    expect(aws.calls).toMatchObject([
      {
        service: 'logs',
        action: 'CreateLogGroup',
        resource: 'arn:aws:logs:us-east-1:123456789012:log-group:g:log-stream:',
        input: { logGroupName: 'g' },
      },
      { service: 'logs', action: 'CreateLogGroup', error: 'ResourceAlreadyExistsException' },
      { service: 'lambda', action: 'ListFunctions', resource: '*' },
    ]);
    expect(aws.calls[0]).not.toHaveProperty('error');
  });

  test('are throttled and fail as each service does, and clients try again', async () => {
    const aws = await account();
    const [iam, lambda, logs] = [client(IAMClient, aws), client(LambdaClient, aws), client(CloudWatchLogsClient, aws)];
    aws.onCall(() => 'throttle');
    expect(await refusal(iam.send(new GetRoleCommand({ RoleName: 'r' })))).toMatchObject({ name: 'Throttling' });
    expect(await refusal(lambda.send(new ListFunctionsCommand({})))).toMatchObject({
      name: 'TooManyRequestsException',
      $metadata: { httpStatusCode: 429 },
    });
    expect(await refusal(logs.send(group))).toMatchObject({ name: 'ThrottlingException' });
    aws.onCall(() => 'fail');
    expect(await refusal(logs.send(group))).toMatchObject({ $metadata: { httpStatusCode: 500 } });
    expect(await aws.resources()).toEqual([]);
    let asked = 0;
    aws.onCall(() => ((asked += 1) === 1 ? 'throttle' : undefined));
    await client(CloudWatchLogsClient, aws, { maxAttempts: 2 }).send(group);
    expect(asked).toBe(2);
    expect(await aws.resources()).toEqual(['log-group g']);
  });

  test('are done although their answer is lost', async () => {
    const aws = await account();
    aws.onCall(({ action }) => (action === 'CreateLogGroup' ? 'lose-answer' : undefined));
    const logs = client(CloudWatchLogsClient, aws);
    expect((await refusal(logs.send(group))).message).toContain('socket hang up');
    expect(await aws.resources()).toEqual(['log-group g']);
    expect(aws.calls).toMatchObject([{ action: 'CreateLogGroup', error: 'lose-answer' }]);
    expect((await logs.send(new DescribeLogGroupsCommand({}))).logGroups).toHaveLength(1);
  });

  test('go nowhere after one that kills, until the account is revived', async () => {
    let killed = 0;
    const aws = await account({ onKill: () => (killed += 1) });
    aws.onCall(() => 'kill');
    const logs = client(CloudWatchLogsClient, aws);
    await refusal(logs.send(group));
    expect([killed, aws.killed]).toEqual([1, true]);
    await refusal(logs.send(new DescribeLogGroupsCommand({})));
    expect(aws.calls).toHaveLength(1);
    aws.onCall(undefined);
    aws.revive();
    expect((await logs.send(new DescribeLogGroupsCommand({}))).logGroups).toHaveLength(1);
  });

  test('of what the fake does not do are refused by name, and not tried again', async () => {
    const aws = await account();
    const dynamodb = client(DynamoDBClient, aws, { maxAttempts: 3 });
    expect(await refusal(dynamodb.send(new ListTablesCommand({})))).toMatchObject({
      message: 'The fake account does not implement the service dynamodb',
      $metadata: { httpStatusCode: 501, attempts: 1 },
    });
    const unsigned = await fetch(aws.url);
    expect([unsigned.status, await unsigned.text()]).toEqual([
      403,
      expect.stringContaining('MissingAuthenticationToken'),
    ]);
  });
});

describe('what is elsewhere', () => {
  const stop: (() => unknown)[] = [];
  afterEach(async () => {
    for (const one of stop.splice(0)) await one();
  });

  test('a DynamoDB is called through the account', async () => {
    const server = await startDynamodb();
    const aws = await account({ also: { dynamodb: server.endpoint } });
    stop.push(() => server.close());
    const dynamodb = client(DynamoDBClient, aws);
    const create = new CreateTableCommand({
      TableName: 'table',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'k', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'k', AttributeType: 'S' }],
    });
    await dynamodb.send(create);
    expect((await dynamodb.send(new ListTablesCommand({}))).TableNames).toEqual(['table']);
    await refusal(dynamodb.send(create));
    aws.denied = [{ action: 'dynamodb:CreateTable', resource: '*:table/table' }];
    expect((await refusal(dynamodb.send(create))).name).toBe('AccessDeniedException');
    expect(aws.calls).toMatchObject([
      { action: 'CreateTable', resource: 'arn:aws:dynamodb:us-east-1:123456789012:table/table' },
      { action: 'ListTables', resource: '*' },
      { action: 'CreateTable', error: 'ResourceInUseException' },
      { action: 'CreateTable', error: 'AccessDeniedException' },
    ]);
  });

  test('an S3 is called through the account, and each call has its name', async () => {
    const objects = new Map<string, Buffer>();
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const path = decodeURIComponent(request.url?.split('?')[0] ?? '');
        if (request.method === 'PUT') objects.set(path, Buffer.concat(parts));
        if (path === '/b' || path === '/b/') {
          response.end('<ListBucketResult><KeyCount>0</KeyCount></ListBucketResult>');
          return;
        }
        response.writeHead(objects.has(path) ? 200 : 404, { etag: '"e"' });
        response.end(request.method === 'GET' ? objects.get(path) : undefined);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    stop.push(() => server.close());
    const aws = await account({ also: { s3: `http://127.0.0.1:${(server.address() as AddressInfo).port}` } });
    const s3 = client(S3Client, aws);
    const object = { Bucket: 'b', Key: 'code/a b+ü.zip' };
    await s3.send(new PutObjectCommand({ ...object, Body: 'text', ChecksumAlgorithm: 'SHA256' }));
    const read = await s3.send(new GetObjectCommand(object));
    expect(await read.Body?.transformToString()).toBe('text');
    await s3.send(new HeadObjectCommand(object));
    await s3.send(new ListObjectsV2Command({ Bucket: 'b', Prefix: 'code/' }));
    const resource = 'arn:aws:s3:::b/code/a b+ü.zip';
    expect(aws.calls).toMatchObject([
      { service: 's3', action: 'PutObject', resource, input: { bucket: 'b', key: 'code/a b+ü.zip' } },
      { service: 's3', action: 'GetObject', resource },
      { service: 's3', action: 'HeadObject', resource },
      { service: 's3', action: 'ListObjectsV2', resource: 'arn:aws:s3:::b', input: { prefix: 'code/' } },
    ]);
    aws.denied = [{ action: 's3:PutObject', resource: 'arn:aws:s3:::b/*' }];
    const denied = s3.send(new PutObjectCommand({ ...object, Body: 'x' }));
    expect(await refusal(denied)).toMatchObject({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
    aws.onCall(() => 'throttle');
    expect(await refusal(s3.send(new GetObjectCommand(object)))).toMatchObject({ name: 'SlowDown' });
  });
});
