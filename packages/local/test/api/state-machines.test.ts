import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeStateMachineCommand,
  ListStateMachinesCommand,
  ListTagsForResourceCommand,
  StartExecutionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { create, PASS, ROLE, until, WAIT, YES } from './support/machines.js';
import { refusal, serve } from './support/server.js';

describe('a state machine', () => {
  test('is created, and described as it was given', async () => {
    const { client } = await serve();
    const arn = await create(client, 'one', PASS, { tags: [{ key: 'team', value: 'a' }] });
    expect(arn).toBe('arn:aws:states:us-east-1:123456789012:stateMachine:one');
    const {
      $metadata: _,
      creationDate,
      ...described
    } = await client.send(new DescribeStateMachineCommand({ stateMachineArn: arn }));
    expect(creationDate).toBeInstanceOf(Date);
    expect(described).toEqual({
      stateMachineArn: arn,
      name: 'one',
      type: 'STANDARD',
      status: 'ACTIVE',
      definition: JSON.stringify(PASS),
      roleArn: ROLE,
      loggingConfiguration: { level: 'OFF', includeExecutionData: false },
      tracingConfiguration: { enabled: false },
    });
    expect((await client.send(new ListTagsForResourceCommand({ resourceArn: arn }))).tags).toEqual([
      { key: 'team', value: 'a' },
    ]);
    const hidden = await client.send(
      new DescribeStateMachineCommand({ stateMachineArn: arn, includedData: 'METADATA_ONLY' }),
    );
    expect(hidden.definition).toBe('{}');
  });

  test.each([
    ['http:invoke', 'does not serve http:invoke'],
    ['eks:runJob.sync', 'cannot wait for eks:runJob'],
    ['emr-containers:startJobRun.sync', 'cannot wait for emr-containers:startJobRun'],
  ])('is refused by name where it calls %s, which is not served', async (integration, message) => {
    const { client } = await serve();
    const call = { Type: 'Task', Resource: `arn:aws:states:::${integration}`, End: true };
    const map = { Type: 'Map', ItemProcessor: { StartAt: 'call', States: { call } }, End: true };
    const refused = await refusal(create(client, 'one', { StartAt: 'map', States: { map } }));
    expect(refused.name).toBe('InvalidDefinition');
    expect(refused.message).toContain(message);
    expect(refused.message).toContain('NOT_IMPLEMENTED');
    expect(refused.message).toContain('at /States/map/ItemProcessor/States/call/Resource');
  });

  test('may be created twice with the same definition, whatever its role and tags, and not with another', async () => {
    const { client } = await serve();
    const arn = await create(client, 'one', PASS);
    expect(await create(client, 'one', PASS, { roleArn: 'arn:aws:iam::123456789012:role/other', tags: [] })).toBe(arn);
    for (const more of [
      { definition: JSON.stringify(PASS, undefined, 1) },
      { type: 'EXPRESS' as const },
      { publish: true },
    ]) {
      expect(await refusal(create(client, 'one', PASS, more))).toMatchObject({
        name: 'StateMachineAlreadyExists',
        message: `State Machine Already Exists: '${arn}'`,
      });
    }
  });

  test.each([
    [
      'a definition without states',
      { definition: '{"StartAt":"A"}' },
      'InvalidDefinition',
      "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: These fields are required: [States] at /'",
    ],
    [
      'an expression that cannot be read',
      { definition: JSON.stringify({ ...YES, States: { A: { Type: 'Pass', Output: '{% 1 + %}', End: true } } }) },
      'InvalidDefinition',
      'INVALID_JSONATA_EXPRESSION',
    ],
    ['a name with a blank', { name: 'a b' }, 'InvalidName', "Invalid Name: 'a b'"],
    [
      'a long name',
      { name: 'a'.repeat(81) },
      'ValidationException',
      `1 validation error detected: Value '${'a'.repeat(81)}' at 'name' failed to satisfy constraint: Member must have length less than or equal to 80`,
    ],
    ['a role that is no ARN', { roleArn: 'role' }, 'InvalidArn', "Invalid Arn: 'Invalid ARN prefix: role'"],
    [
      'another type',
      { type: 'FAST' as never },
      'ValidationException',
      "Value 'FAST' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [STANDARD, EXPRESS]",
    ],
    [
      'a description without a version',
      { versionDescription: 'x' },
      'ValidationException',
      'Version description can only be set when publish is true',
    ],
    [
      'a log that goes nowhere',
      { loggingConfiguration: { level: 'ALL' as const } },
      'InvalidLoggingConfiguration',
      'Must specify exactly one Log Destination',
    ],
    [
      'too many tags',
      { tags: Array.from({ length: 51 }, (_, i) => ({ key: `k${i}`, value: '' })) },
      'TooManyTags',
      'Too Many Tags',
    ],
    [
      'a waiting task in EXPRESS',
      {
        type: 'EXPRESS' as const,
        definition: JSON.stringify({
          StartAt: 'S',
          States: {
            S: {
              Type: 'Task',
              Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
              Parameters: { StateMachineArn: 'a' },
              End: true,
            },
          },
        }),
      },
      'InvalidDefinition',
      "Express state machine does not support '.waitForTaskToken' service integration  at /States/S/Resource",
    ],
  ])('is refused with %s', async (_, more, name, message) => {
    const { client } = await serve();
    const given = { name: 'one', roleArn: ROLE, definition: JSON.stringify(PASS), ...more };
    const refused = await refusal(client.send(new CreateStateMachineCommand(given)));
    expect(refused.name).toBe(name);
    expect(refused.message).toContain(message);
  });

  test('changes, and gets another revision only when it does', async () => {
    const { client } = await serve();
    const stateMachineArn = await create(client, 'one', PASS);
    const update = (more: object) => client.send(new UpdateStateMachineCommand({ stateMachineArn, ...more }));
    const same = await update({ definition: JSON.stringify(PASS) });
    expect(same.revisionId).toBeUndefined();
    const changed = await update({ definition: JSON.stringify(YES) });
    expect(changed.revisionId).toMatch(/^[0-9a-f-]{36}$/);
    expect((await update({ definition: JSON.stringify(YES) })).revisionId).toBe(changed.revisionId);
    const described = await client.send(new DescribeStateMachineCommand({ stateMachineArn }));
    expect(described).toMatchObject({ definition: JSON.stringify(YES), revisionId: changed.revisionId });
    expect(await refusal(update({}))).toMatchObject({
      name: 'MissingRequiredParameter',
      message:
        'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
    });
    expect((await refusal(update({ definition: '{}' }))).name).toBe('InvalidDefinition');
  });

  test('keeps the definition of a running execution while it changes, and ends its executions when it is deleted', async () => {
    const { client } = await serve();
    const stateMachineArn = await create(client, 'one', WAIT);
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn }));
    await client.send(new UpdateStateMachineCommand({ stateMachineArn, definition: JSON.stringify(PASS) }));
    expect((await until(client, executionArn, () => true)).status).toBe('RUNNING');
    await client.send(new DeleteStateMachineCommand({ stateMachineArn }));
    expect((await until(client, executionArn)).status).toBe('ABORTED');
    for (;;) {
      const refused = await refusal(client.send(new StartExecutionCommand({ stateMachineArn })));
      if (refused.name === 'StateMachineDeleting') continue;
      expect(refused).toMatchObject({
        name: 'StateMachineDoesNotExist',
        message: `State Machine Does Not Exist: '${stateMachineArn}'`,
      });
      break;
    }
    // It is well to delete what is not there.
    await client.send(new DeleteStateMachineCommand({ stateMachineArn }));
    await create(client, 'one', PASS);
  });

  test('has tags, and a version has none', async () => {
    const { client } = await serve();
    const resourceArn = await create(client, 'one', PASS);
    await client.send(
      new TagResourceCommand({
        resourceArn,
        tags: [
          { key: 'a', value: '1' },
          { key: 'b', value: '2' },
        ],
      }),
    );
    await client.send(new UntagResourceCommand({ resourceArn, tagKeys: ['a', 'zz'] }));
    expect((await client.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual([
      { key: 'b', value: '2' },
    ]);
    expect(
      await refusal(client.send(new TagResourceCommand({ resourceArn: `${resourceArn}:1`, tags: [] }))),
    ).toMatchObject({
      name: 'ResourceNotFound',
      message: `Resource not found: '${resourceArn}:1'`,
    });
  });

  test('is listed by name, page by page', async () => {
    const { client } = await serve();
    for (const name of ['c', 'a', 'd', 'b']) await create(client, name, PASS);
    const first = await client.send(new ListStateMachinesCommand({ maxResults: 3 }));
    expect(first.stateMachines?.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    // Whatever comes and goes between two pages, nothing is left out or shown twice.
    await client.send(new DeleteStateMachineCommand({ stateMachineArn: first.stateMachines?.[2]?.stateMachineArn }));
    await create(client, 'bb', PASS);
    const second = await client.send(new ListStateMachinesCommand({ maxResults: 3, nextToken: first.nextToken }));
    expect(second.stateMachines?.map(({ name }) => name)).toEqual(['d']);
    expect(second.nextToken).toBeUndefined();
    expect((await client.send(new ListStateMachinesCommand({}))).stateMachines).toHaveLength(4);
    for (const [more, name, message] of [
      [{ nextToken: 'x' }, 'InvalidToken', "Invalid Token: 'Invalid token'"],
      [
        { maxResults: 1001 },
        'ValidationException',
        "1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000",
      ],
    ] as const) {
      expect(await refusal(client.send(new ListStateMachinesCommand(more)))).toMatchObject({ name, message });
    }
  });

  test.each([
    ['not_a_valid_arn', 'InvalidArn', "Invalid Arn: 'Invalid ARN prefix: not_a_valid_arn'"],
    [
      'arn:aws:states:us-east-1:123456789012:execution:a:b',
      'InvalidArn',
      "Invalid Arn: 'Resource type not valid in this context: execution'",
    ],
    [
      'arn:aws:states:us-east-1:123456789012:stateMachine:none',
      'StateMachineDoesNotExist',
      "State Machine Does Not Exist: 'arn:aws:states:us-east-1:123456789012:stateMachine:none'",
    ],
  ])('is not found by %s', async (stateMachineArn, name, message) => {
    const { client } = await serve();
    expect(await refusal(client.send(new DescribeStateMachineCommand({ stateMachineArn })))).toMatchObject({
      name,
      message,
    });
  });
});
