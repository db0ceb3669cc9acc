import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateTableCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateStateMachineAliasCommand,
  CreateStateMachineCommand,
  DeleteStateMachineVersionCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  PublishStateMachineVersionCommand,
  SFNClient,
  StartExecutionCommand,
  UpdateStateMachineAliasCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { type AwsAccount, type AwsAccountOptions, startDynamodb } from '@flowmap/testing';
import { account, allowing, client, refusal, trusting } from './support/account.js';

const passing = (result: unknown) =>
  JSON.stringify({
    QueryLanguage: 'JSONata',
    StartAt: 'P',
    States: { P: { Type: 'Pass', Output: result, End: true } },
  });

async function setUp(options: Partial<AwsAccountOptions> = {}) {
  const aws = await account(options);
  const iam = client(IAMClient, aws);
  const { Role: role } = await iam.send(
    new CreateRoleCommand({
      RoleName: 'machine',
      AssumeRolePolicyDocument: trusting({ Service: 'states.amazonaws.com' }),
    }),
  );
  const states = client(SFNClient, aws);
  const create = (more: object = {}) =>
    states.send(
      new CreateStateMachineCommand({ name: 'm', definition: passing(1), roleArn: role?.Arn, publish: true, ...more }),
    );
  return { aws, states, create };
}

const RULE = 'arn:aws:events:us-east-1:123456789012:rule/StepFunctionsGetEventsForBatchJobsRule';

const allow = (aws: AwsAccount, actions: readonly string[], resource: string) =>
  client(IAMClient, aws).send(
    new PutRolePolicyCommand({
      RoleName: 'machine',
      PolicyName: 'p',
      PolicyDocument: allowing(actions, resource),
    }),
  );

describe('a state machine', () => {
  test('has versions and aliases, and runs', async () => {
    const { aws, states, create } = await setUp();
    const { stateMachineArn, stateMachineVersionArn: first } = await create({ tags: [{ key: 'a', value: '1' }] });
    expect(stateMachineArn).toBe('arn:aws:states:us-east-1:123456789012:stateMachine:m');
    const { stateMachineAliasArn } = await states.send(
      new CreateStateMachineAliasCommand({
        name: 'live',
        routingConfiguration: [{ stateMachineVersionArn: first, weight: 100 }],
      }),
    );
    await states.send(new UpdateStateMachineCommand({ stateMachineArn, definition: passing(2) }));
    const { stateMachineVersionArn: second } = await states.send(
      new PublishStateMachineVersionCommand({ stateMachineArn }),
    );
    const early = states.send(new DeleteStateMachineVersionCommand({ stateMachineVersionArn: first }));
    expect((await refusal(early)).name).toBe('ConflictException');
    await states.send(
      new UpdateStateMachineAliasCommand({
        stateMachineAliasArn,
        routingConfiguration: [{ stateMachineVersionArn: second, weight: 100 }],
      }),
    );
    await states.send(new DeleteStateMachineVersionCommand({ stateMachineVersionArn: first }));
    expect(await aws.resources()).toEqual([
      'role machine',
      'state-machine m',
      'state-machine-alias m:live',
      'state-machine-version m:2',
    ]);
    expect(await aws.contents()).toMatchObject({
      'state-machine m': { definition: { States: { P: { Output: 2 } } }, tags: { a: '1' } },
      'state-machine-alias m:live': { routingConfiguration: [{ stateMachineVersionArn: second, weight: 100 }] },
    });
    const { executionArn } = await states.send(
      new StartExecutionCommand({ stateMachineArn: stateMachineAliasArn, input: '{}' }),
    );
    let output: string | undefined;
    while (output === undefined) {
      ({ output } = await states.send(new DescribeExecutionCommand({ executionArn })));
    }
    expect(output).toBe('2');
    expect(aws.calls.filter(({ service }) => service === 'states').slice(0, 3)).toMatchObject([
      { action: 'CreateStateMachine', resource: stateMachineArn, input: { name: 'm' } },
      { action: 'CreateStateMachineAlias', resource: stateMachineArn },
      { action: 'UpdateStateMachine', resource: stateMachineArn },
    ]);
  });

  test('needs a role that the service can take on, which a new one is only after a while', async () => {
    const { create } = await setUp({ newRoleRefusals: 1 });
    const message =
      'Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.';
    expect(await refusal(create())).toMatchObject({ name: 'AccessDeniedException', message });
    await create();
    const other = create({ name: 'n', roleArn: 'arn:aws:iam::123456789012:role/none' });
    expect(await refusal(other)).toMatchObject({ name: 'AccessDeniedException', message });
  });

  test('is refused by the service behind, denied and lost as all calls', async () => {
    const { aws, states, create } = await setUp();
    expect((await refusal(create({ definition: '{}' }))).name).toBe('InvalidDefinition');
    expect(aws.calls.at(-1)).toMatchObject({ error: 'InvalidDefinition' });
    aws.denied = [{ action: 'iam:PassRole' }];
    expect((await refusal(create())).message).toContain(
      'iam:PassRole on resource: arn:aws:iam::123456789012:role/machine',
    );
    aws.denied = [];
    aws.onCall(() => 'lose-answer');
    await refusal(create());
    aws.onCall(undefined);
    const { stateMachineArn } = await create();
    const { name } = await states.send(new DescribeStateMachineCommand({ stateMachineArn }));
    expect(name).toBe('m');
    expect((await aws.resources()).filter((one) => one.startsWith('state'))).toEqual([
      'state-machine m',
      'state-machine-version m:1',
    ]);
  });

  test('that waits for jobs needs a role that may make the rule for them', async () => {
    const { aws, create } = await setUp();
    const definition = JSON.stringify({
      QueryLanguage: 'JSONata',
      StartAt: 'J',
      States: {
        J: {
          Type: 'Task',
          Resource: 'arn:aws:states:::batch:submitJob.sync',
          Arguments: { JobName: 'j', JobQueue: 'q', JobDefinition: 'd' },
          End: true,
        },
      },
    });
    expect(await refusal(create({ definition }))).toMatchObject({
      name: 'AccessDeniedException',
      message: "'arn:aws:iam::123456789012:role/machine' is not authorized to create managed-rule.",
    });
    await allow(aws, ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'], RULE);
    await create({ definition });
  });

  test('that keeps its history needs the log group, and a role that may write there', async () => {
    const { aws, states, create } = await setUp();
    const logGroupArn = 'arn:aws:logs:us-east-1:123456789012:log-group:/aws/vendedlogs/states/m:*';
    const loggingConfiguration = { level: 'ALL' as const, destinations: [{ cloudWatchLogsLogGroup: { logGroupArn } }] };
    expect((await refusal(create({ loggingConfiguration }))).name).toBe('InvalidLoggingConfiguration');
    await client(CloudWatchLogsClient, aws).send(
      new CreateLogGroupCommand({ logGroupName: '/aws/vendedlogs/states/m' }),
    );
    expect(await refusal(create({ loggingConfiguration }))).toMatchObject({
      name: 'AccessDeniedException',
      message: 'The state machine IAM Role is not authorized to access the Log Destination',
    });
    const { stateMachineArn } = await create();
    const update = () => states.send(new UpdateStateMachineCommand({ stateMachineArn, loggingConfiguration }));
    expect((await refusal(update())).name).toBe('AccessDeniedException');
    await allow(aws, ['logs:*'], '*');
    await update();
  });

  test('writes with its tasks where the account has its tables, and that is no call of the test', async () => {
    const server = await startDynamodb();
    const { aws, states, create } = await setUp({ also: { dynamodb: server.endpoint } });
    const dynamodb = client(DynamoDBClient, aws);
    await dynamodb.send(
      new CreateTableCommand({
        TableName: 'runs',
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'k', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'k', AttributeType: 'S' }],
      }),
    );
    const task = {
      Type: 'Task',
      Resource: 'arn:aws:states:::dynamodb:putItem',
      Arguments: { TableName: 'runs', Item: { k: { S: 'a' } } },
      End: true,
    };
    const { stateMachineArn } = await create({
      definition: JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'T', States: { T: task } }),
    });
    const { executionArn } = await states.send(new StartExecutionCommand({ stateMachineArn }));
    let status: string | undefined = 'RUNNING';
    while (status === 'RUNNING') {
      ({ status } = await states.send(new DescribeExecutionCommand({ executionArn })));
    }
    expect(status).toBe('SUCCEEDED');
    expect(aws.calls.filter(({ service }) => service === 'dynamodb')).toHaveLength(1);
    const { Count: count } = await dynamodb.send(new ScanCommand({ TableName: 'runs' }));
    expect(count).toBe(1);
    await aws.close();
    await server.close();
  });

  test('has ARNs of the partition', async () => {
    const { states, create } = await setUp({ partition: 'aws-cn', region: 'cn-north-1' });
    const { stateMachineArn } = await create();
    expect(stateMachineArn).toBe('arn:aws-cn:states:cn-north-1:123456789012:stateMachine:m');
    const described = await states.send(new DescribeStateMachineCommand({ stateMachineArn }));
    expect(described).toMatchObject({ stateMachineArn, roleArn: 'arn:aws-cn:iam::123456789012:role/machine' });
  });
});
