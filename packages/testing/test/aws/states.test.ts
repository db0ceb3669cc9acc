import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
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
import type { AwsAccountOptions } from '@flowmap/testing';
import { account, client, refusal, trusting } from './support/account.js';

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

  test('has ARNs of the partition', async () => {
    const { states, create } = await setUp({ partition: 'aws-cn', region: 'cn-north-1' });
    const { stateMachineArn } = await create();
    expect(stateMachineArn).toBe('arn:aws-cn:states:cn-north-1:123456789012:stateMachine:m');
    const described = await states.send(new DescribeStateMachineCommand({ stateMachineArn }));
    expect(described).toMatchObject({ stateMachineArn, roleArn: 'arn:aws-cn:iam::123456789012:role/machine' });
  });
});
