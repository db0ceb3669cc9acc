import { createHash } from 'node:crypto';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  GetAliasCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListAliasesCommand,
  ListFunctionsCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { describe, expect, test } from '@jest/globals';
import type { AwsAccountOptions } from '@flowmap/testing';
import { account, allowing, client, refusal, trusting } from './support/account.js';

const ROLE = 'arn:aws:iam::123456789012:role/task';
const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:tasks';
const OBJECTS: Readonly<Record<string, string>> = { 'code/1.zip': 'one', 'code/2.zip': 'two' };
const digest = (text: string) => createHash('sha256').update(text).digest('base64');

const INPUT: CreateFunctionCommandInput = {
  FunctionName: 'tasks',
  Role: ROLE,
  Runtime: 'nodejs22.x',
  Handler: 'index.handler',
  Code: { S3Bucket: 'code', S3Key: '1.zip' },
};

async function setUp(options: Partial<AwsAccountOptions> = {}) {
  const object = (bucket: string, key: string) => {
    const text = OBJECTS[`${bucket}/${key}`];
    return text === undefined ? undefined : Buffer.from(text);
  };
  const aws = await account({ object, readsUntilReady: 0, ...options });
  const iam = client(IAMClient, aws);
  await iam.send(
    new CreateRoleCommand({
      RoleName: 'task',
      AssumeRolePolicyDocument: trusting({ Service: 'lambda.amazonaws.com' }),
    }),
  );
  const lambda = client(LambdaClient, aws);
  const create = (more: Partial<CreateFunctionCommandInput> = {}) =>
    lambda.send(new CreateFunctionCommand({ ...INPUT, ...more }));
  return { aws, iam, lambda, create };
}

describe('a function', () => {
  test('is created with the code of its object, and read', async () => {
    const { lambda, create } = await setUp();
    const made = await create({
      MemorySize: 1024,
      Timeout: 900,
      Environment: { Variables: { FLOWMAP_BUCKET: 'b' } },
      Tags: { 'flowmap:deployment': 'd' },
      LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'INFO' },
    });
    expect(made).toMatchObject({
      FunctionArn: ARN,
      Version: '$LATEST',
      State: 'Pending',
      CodeSha256: digest('one'),
      CodeSize: 3,
      LastModified: '2026-03-01T12:00:00.000+0000',
      $metadata: { httpStatusCode: 201 },
    });
    const { Configuration: read, Tags: tags } = await lambda.send(new GetFunctionCommand({ FunctionName: ARN }));
    expect(read).toMatchObject({
      State: 'Active',
      LastUpdateStatus: 'Successful',
      MemorySize: 1024,
      Timeout: 900,
      EphemeralStorage: { Size: 512 },
      Architectures: ['x86_64'],
      Environment: { Variables: { FLOWMAP_BUCKET: 'b' } },
      LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'INFO', LogGroup: '/aws/lambda/tasks' },
      RevisionId: made.RevisionId,
    });
    expect(tags).toEqual({ 'flowmap:deployment': 'd' });
    expect(await refusal(create())).toMatchObject({
      name: 'ResourceConflictException',
      message: 'Function already exist: tasks',
      $metadata: { httpStatusCode: 409 },
    });
    const missing = lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'none', Qualifier: 'live' }));
    expect(await refusal(missing)).toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Function not found: arn:aws:lambda:us-east-1:123456789012:function:none:live',
      $metadata: { httpStatusCode: 404 },
    });
  });

  const input = 'InvalidParameterValueException';
  test.each<[string, Partial<CreateFunctionCommandInput>, string, string]>([
    ['an object that does not exist', { Code: { S3Bucket: 'code', S3Key: '3.zip' } }, input, 'NoSuchKey'],
    ['no code', { Code: {} }, input, 'source for function code'],
    ['a role that does not exist', { Role: `${ROLE}s` }, input, 'cannot be assumed by Lambda'],
    ['a role that is no ARN', { Role: 'task' }, 'ValidationException', "at 'role'"],
    ['a timeout that is too long', { Timeout: 901 }, 'ValidationException', 'less than or equal to 900'],
    ['too little memory', { MemorySize: 127 }, 'ValidationException', 'greater than or equal to 128'],
    ['a runtime that does not exist', { Runtime: 'nodejs4' as never }, 'ValidationException', 'enum value set'],
    ['no handler', { Handler: undefined }, input, 'Runtime and Handler are mandatory'],
    ['a variable of the service', { Environment: { Variables: { AWS_REGION: 'x' } } }, input, 'AWS_REGION'],
    ['variables of 4 KB', { Environment: { Variables: { AB: 'x'.repeat(4088) } } }, input, '4KB limit'],
    ['a level without JSON', { LoggingConfig: { SystemLogLevel: 'INFO' } }, input, 'Text log format'],
    ['a network that its role may not use', { VpcConfig: { SubnetIds: ['s'], SecurityGroupIds: ['g'] } }, input, 'EC2'],
    ['a name with other characters', { FunctionName: 'a.b' }, 'ValidationException', 'functionName'],
  ])('with %s is refused', async (_what, more, name, message) => {
    const { aws, create } = await setUp();
    expect(await refusal(create(more))).toMatchObject({ name, message: expect.stringContaining(message) });
    expect(await aws.resources()).toEqual(['role task']);
  });

  test('has variables of up to 4 KB, and a network that its role may use', async () => {
    const { iam, create } = await setUp();
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: 'task',
        PolicyName: 'network',
        PolicyDocument: allowing(['ec2:*NetworkInterface*']),
      }),
    );
    const made = await create({
      Environment: { Variables: { AB: 'x'.repeat(4087) } },
      VpcConfig: { SubnetIds: ['s'], SecurityGroupIds: ['g'] },
    });
    expect(made.VpcConfig).toMatchObject({ SubnetIds: ['s'], SecurityGroupIds: ['g'] });
  });

  test('is refused so often while its role is new', async () => {
    const { create } = await setUp({ newRoleRefusals: 2 });
    for (let attempt = 0; attempt < 2; attempt++) {
      expect(await refusal(create())).toMatchObject({
        name: 'InvalidParameterValueException',
        message: 'The role defined for the function cannot be assumed by Lambda.',
        $metadata: { httpStatusCode: 400 },
      });
    }
    await create();
  });

  test('is unready for some reads after a change, and refuses another until then', async () => {
    const { lambda, create } = await setUp({ readsUntilReady: 2 });
    await create();
    const read = () => lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'tasks' }));
    const change = () =>
      lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'tasks', MemorySize: 512 }));
    expect(await read()).toMatchObject({ State: 'Pending', StateReasonCode: 'Creating' });
    expect(await refusal(change())).toMatchObject({
      name: 'ResourceConflictException',
      message: expect.stringContaining('currently in the following state: Pending'),
    });
    expect(await read()).toMatchObject({ State: 'Active', LastUpdateStatus: 'Successful' });
    expect(await change()).toMatchObject({ MemorySize: 512, LastUpdateStatus: 'InProgress' });
    expect(await refusal(lambda.send(new PublishVersionCommand({ FunctionName: 'tasks' })))).toMatchObject({
      message: expect.stringContaining(`An update is in progress for resource: ${ARN}`),
    });
    expect(await read()).toMatchObject({ State: 'Active', LastUpdateStatus: 'InProgress' });
    expect(await read()).toMatchObject({ LastUpdateStatus: 'Successful' });
  });

  test('keeps what a change of its settings does not say', async () => {
    const { lambda, create } = await setUp();
    const { RevisionId: old } = await create({ Timeout: 60, Environment: { Variables: { AB: '1', CD: '2' } } });
    const changed = await lambda.send(
      new UpdateFunctionConfigurationCommand({ FunctionName: 'tasks', Environment: { Variables: { AB: '3' } } }),
    );
    expect(changed).toMatchObject({ Timeout: 60, Environment: { Variables: { AB: '3' } } });
    const late = new UpdateFunctionConfigurationCommand({ FunctionName: 'tasks', Timeout: 1, RevisionId: old });
    expect(await refusal(lambda.send(late))).toMatchObject({
      name: 'PreconditionFailedException',
      $metadata: { httpStatusCode: 412 },
    });
  });

  test('is tagged by its ARN', async () => {
    const { lambda, create } = await setUp();
    await create({ Tags: { a: '1' } });
    await lambda.send(new TagResourceCommand({ Resource: ARN, Tags: { b: '2', c: '3' } }));
    await lambda.send(new UntagResourceCommand({ Resource: ARN, TagKeys: ['a', 'b'] }));
    expect((await lambda.send(new ListTagsCommand({ Resource: ARN }))).Tags).toEqual({ c: '3' });
    const version = lambda.send(new TagResourceCommand({ Resource: `${ARN}:1`, Tags: { b: '2' } }));
    expect((await refusal(version)).name).toBe('InvalidParameterValueException');
  });

  test('is listed, has a concurrency and is deleted with all of its own', async () => {
    const { aws, lambda, create } = await setUp();
    await create({ Publish: true });
    await lambda.send(new CreateAliasCommand({ FunctionName: 'tasks', Name: 'live', FunctionVersion: '1' }));
    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: 'tasks', ReservedConcurrentExecutions: 5 }));
    expect((await lambda.send(new GetFunctionCommand({ FunctionName: 'tasks' }))).Concurrency).toEqual({
      ReservedConcurrentExecutions: 5,
    });
    const { Functions: listed } = await lambda.send(new ListFunctionsCommand({}));
    expect(listed?.map(({ FunctionArn: arn }) => arn)).toEqual([ARN]);
    expect(await aws.resources()).toEqual([
      'function tasks',
      'function-alias tasks:live',
      'function-version tasks:1',
      'role task',
    ]);
    await lambda.send(new DeleteFunctionCommand({ FunctionName: 'tasks' }));
    expect(await aws.resources()).toEqual(['role task']);
    const again = lambda.send(new DeleteFunctionCommand({ FunctionName: 'tasks' }));
    expect((await refusal(again)).name).toBe('ResourceNotFoundException');
  });
});

describe("a function's code", () => {
  test('is updated, tried without effect, and published as it is', async () => {
    const { lambda, create } = await setUp();
    const { RevisionId: first } = await create();
    const update = (more: object) =>
      lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'tasks', S3Bucket: 'code', S3Key: '2.zip', ...more }));
    expect(await update({ DryRun: true })).toMatchObject({ CodeSha256: digest('two') });
    const read = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'tasks' }));
    expect(read).toMatchObject({ CodeSha256: digest('one'), RevisionId: first });
    expect(await update({ Publish: true })).toMatchObject({
      CodeSha256: digest('two'),
      Version: '1',
      FunctionArn: `${ARN}:1`,
    });
    const zip = await lambda.send(
      new UpdateFunctionCodeCommand({ FunctionName: 'tasks', ZipFile: Buffer.from('three') }),
    );
    expect(zip).toMatchObject({ CodeSha256: digest('three'), Version: '$LATEST' });
  });
});

describe('versions', () => {
  test('are the same until something changes', async () => {
    const { lambda, create } = await setUp();
    await create();
    const publish = async (more: object = {}) =>
      (await lambda.send(new PublishVersionCommand({ FunctionName: 'tasks', ...more }))).Version;
    expect(await publish({ Description: 'first' })).toBe('1');
    expect(await publish({ Description: 'second' })).toBe('1');
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'tasks', Timeout: 9 }));
    expect(await publish({ CodeSha256: digest('one') })).toBe('2');
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'tasks', S3Bucket: 'code', S3Key: '2.zip' }));
    expect(await refusal(publish({ CodeSha256: digest('one') }))).toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringContaining('is different from current CodeSHA256 in $LATEST'),
    });
    expect(await publish()).toBe('3');
    const first = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName: 'tasks', MaxItems: 3 }));
    const rest = await lambda.send(
      new ListVersionsByFunctionCommand({ FunctionName: 'tasks', MaxItems: 3, Marker: first.NextMarker }),
    );
    expect([...(first.Versions ?? []), ...(rest.Versions ?? [])].map(({ Version: version }) => version)).toEqual([
      '$LATEST',
      '1',
      '2',
      '3',
    ]);
    const one = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'tasks', Qualifier: '1' }));
    expect(one).toMatchObject({ Version: '1', Timeout: 3, Description: 'first', FunctionArn: `${ARN}:1` });
  });

  test('stay while an alias points at them', async () => {
    const { aws, lambda, create } = await setUp();
    await create({ Publish: true });
    await lambda.send(new CreateAliasCommand({ FunctionName: 'tasks', Name: 'live', FunctionVersion: '1' }));
    const remove = (qualifier: string) =>
      lambda.send(new DeleteFunctionCommand({ FunctionName: 'tasks', Qualifier: qualifier }));
    expect(await refusal(remove('1'))).toMatchObject({
      name: 'ResourceConflictException',
      message: 'Unable to delete version because the following aliases reference it: [live]',
    });
    expect((await refusal(remove('$LATEST'))).name).toBe('InvalidParameterValueException');
    await lambda.send(new DeleteAliasCommand({ FunctionName: 'tasks', Name: 'live' }));
    await remove('1');
    expect(await aws.resources()).toEqual(['function tasks', 'role task']);
    // Numbers are not used again.
    const next = await lambda.send(new PublishVersionCommand({ FunctionName: 'tasks' }));
    expect(next.Version).toBe('2');
  });
});

describe('an alias', () => {
  test('is created, moved, weighted and listed', async () => {
    const { lambda, create } = await setUp();
    await create({ Publish: true });
    await lambda.send(
      new UpdateFunctionCodeCommand({ FunctionName: 'tasks', S3Bucket: 'code', S3Key: '2.zip', Publish: true }),
    );
    const live = { FunctionName: 'tasks', Name: 'live' };
    const made = await lambda.send(new CreateAliasCommand({ ...live, FunctionVersion: '1' }));
    expect(made).toMatchObject({ AliasArn: `${ARN}:live`, FunctionVersion: '1' });
    const again = lambda.send(new CreateAliasCommand({ ...live, FunctionVersion: '1' }));
    expect((await refusal(again)).message).toBe(`Alias already exists: ${ARN}:live`);
    const weights = { AdditionalVersionWeights: { 2: 0.1 } };
    await lambda.send(new UpdateAliasCommand({ ...live, RoutingConfig: weights }));
    expect((await lambda.send(new GetAliasCommand(live))).RoutingConfig).toEqual(weights);
    const late = new UpdateAliasCommand({ ...live, FunctionVersion: '2', RevisionId: made.RevisionId });
    expect((await refusal(lambda.send(late))).name).toBe('PreconditionFailedException');
    await lambda.send(new UpdateAliasCommand({ ...live, FunctionVersion: '2', RoutingConfig: {} }));
    const through = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: `${ARN}:live` }));
    expect(through).toMatchObject({ Version: '2', CodeSha256: digest('two'), FunctionArn: `${ARN}:live` });
    const nowhere = lambda.send(new UpdateAliasCommand({ ...live, FunctionVersion: '3' }));
    expect((await refusal(nowhere)).message).toBe(`Function not found: ${ARN}:3`);
    const { Aliases: listed } = await lambda.send(
      new ListAliasesCommand({ FunctionName: 'tasks', FunctionVersion: '2' }),
    );
    expect(listed?.map(({ Name: name }) => name)).toEqual(['live']);
    const missing = lambda.send(new GetAliasCommand({ ...live, Name: 'none' }));
    expect((await refusal(missing)).message).toBe(`Cannot find alias arn: ${ARN}:none`);
  });
});
