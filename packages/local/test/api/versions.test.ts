import {
  CreateStateMachineAliasCommand,
  DeleteStateMachineAliasCommand,
  DeleteStateMachineVersionCommand,
  DescribeExecutionCommand,
  DescribeStateMachineAliasCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachineAliasesCommand,
  ListStateMachineVersionsCommand,
  PublishStateMachineVersionCommand,
  StartExecutionCommand,
  UpdateStateMachineAliasCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { create, PASS, until, YES } from './support/machines.js';
import { refusal, serve } from './support/server.js';

describe('versions', () => {
  test('count up, are published once for a revision, and stay as they are', async () => {
    const { client } = await serve();
    const stateMachineArn = await create(client, 'one', PASS, { publish: true, versionDescription: 'first' });
    const publish = (more: object = {}) =>
      client.send(new PublishStateMachineVersionCommand({ stateMachineArn, ...more }));
    expect((await publish()).stateMachineVersionArn).toBe(`${stateMachineArn}:1`);
    const { revisionId } = await client.send(
      new UpdateStateMachineCommand({ stateMachineArn, definition: JSON.stringify(YES) }),
    );
    expect(await refusal(publish({ revisionId: 'other' }))).toMatchObject({
      name: 'ConflictException',
      message: `Failed to publish the State Machine version for revision other. The current State Machine revision is ${revisionId}.`,
    });
    expect((await publish({ revisionId })).stateMachineVersionArn).toBe(`${stateMachineArn}:2`);
    const described = await client.send(new DescribeStateMachineCommand({ stateMachineArn: `${stateMachineArn}:1` }));
    expect(described).toMatchObject({
      definition: JSON.stringify(PASS),
      description: 'first',
      stateMachineArn: `${stateMachineArn}:1`,
    });
    const list = async () =>
      (await client.send(new ListStateMachineVersionsCommand({ stateMachineArn }))).stateMachineVersions?.map(
        (version) => version.stateMachineVersionArn,
      );
    expect(await list()).toEqual([`${stateMachineArn}:2`, `${stateMachineArn}:1`]);
    await client.send(new DeleteStateMachineVersionCommand({ stateMachineVersionArn: `${stateMachineArn}:2` }));
    await client.send(new DeleteStateMachineVersionCommand({ stateMachineVersionArn: `${stateMachineArn}:2` }));
    const again = await client.send(
      new UpdateStateMachineCommand({ stateMachineArn, definition: JSON.stringify(PASS), publish: true }),
    );
    expect(again.stateMachineVersionArn).toBe(`${stateMachineArn}:3`);
    expect(await list()).toEqual([`${stateMachineArn}:3`, `${stateMachineArn}:1`]);
  });
});

describe('aliases', () => {
  test('send executions to versions', async () => {
    const { client } = await serve();
    const stateMachineArn = await create(client, 'one', PASS, { publish: true });
    await client.send(
      new UpdateStateMachineCommand({ stateMachineArn, definition: JSON.stringify(YES), publish: true }),
    );
    const route = (number: number, weight: number) => ({
      stateMachineVersionArn: `${stateMachineArn}:${number}`,
      weight,
    });
    const first = { name: 'live', routingConfiguration: [route(1, 100)] };
    const { stateMachineAliasArn } = await client.send(new CreateStateMachineAliasCommand(first));
    expect(stateMachineAliasArn).toBe(`${stateMachineArn}:live`);
    // The same alias again is well.
    await client.send(new CreateStateMachineAliasCommand(first));
    expect(
      (await refusal(client.send(new CreateStateMachineAliasCommand({ ...first, description: 'x' })))).message,
    ).toBe(
      'Failed to create alias because an alias with the same name and a different routing configuration already exists.',
    );
    const { executionArn } = await client.send(
      new StartExecutionCommand({ stateMachineArn: stateMachineAliasArn, name: 'a', input: '{"b":1}' }),
    );
    expect(await until(client, executionArn)).toMatchObject({
      output: '{"b":1}',
      stateMachineArn,
      stateMachineAliasArn,
      stateMachineVersionArn: `${stateMachineArn}:1`,
    });
    const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1 }));
    expect(events?.[0]?.executionStartedEventDetails).toMatchObject({
      stateMachineAliasArn,
      stateMachineVersionArn: `${stateMachineArn}:1`,
    });
    await client.send(
      new UpdateStateMachineAliasCommand({
        stateMachineAliasArn,
        routingConfiguration: [route(2, 100)],
        description: 'new',
      }),
    );
    const other = await client.send(new StartExecutionCommand({ stateMachineArn: stateMachineAliasArn, name: 'b' }));
    expect((await until(client, other.executionArn)).output).toBe('{"yes":true}');
    const listed = async (arn: string | undefined) =>
      (await client.send(new ListExecutionsCommand({ stateMachineArn: arn }))).executions?.map(({ name }) => name);
    expect(await listed(stateMachineArn)).toEqual(['b', 'a']);
    expect(await listed(stateMachineAliasArn)).toEqual(['b', 'a']);
    expect(await listed(`${stateMachineArn}:1`)).toEqual(['a']);
    const {
      $metadata: _,
      creationDate: __,
      updateDate: ___,
      ...described
    } = await client.send(new DescribeStateMachineAliasCommand({ stateMachineAliasArn }));
    expect(described).toEqual({
      stateMachineAliasArn,
      name: 'live',
      description: 'new',
      routingConfiguration: [route(2, 100)],
    });
    expect(
      (
        await refusal(
          client.send(new DeleteStateMachineVersionCommand({ stateMachineVersionArn: `${stateMachineArn}:2` })),
        )
      ).message,
    ).toBe(
      'Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [live]',
    );
    await client.send(new DeleteStateMachineAliasCommand({ stateMachineAliasArn }));
    expect((await client.send(new ListStateMachineAliasesCommand({ stateMachineArn }))).stateMachineAliases).toEqual(
      [],
    );
    expect(
      await refusal(client.send(new UpdateStateMachineAliasCommand({ stateMachineAliasArn, description: 'x' }))),
    ).toMatchObject({
      name: 'ResourceNotFound',
      message: 'Request references a resource that does not exist.',
    });
    expect((await client.send(new DescribeExecutionCommand({ executionArn }))).stateMachineAliasArn).toBe(
      stateMachineAliasArn,
    );
  });

  test('that cannot be are refused', async () => {
    const { client } = await serve();
    const arn = await create(client, 'one', PASS, { publish: true });
    await client.send(
      new UpdateStateMachineCommand({ stateMachineArn: arn, definition: JSON.stringify(YES), publish: true }),
    );
    const of = (...routes: [string, number][]) => ({
      name: 'live',
      routingConfiguration: routes.map(([stateMachineVersionArn, weight]) => ({ stateMachineVersionArn, weight })),
    });
    const cases: [ReturnType<typeof of>, string][] = [
      [of([arn, 100]), `Routing configuration must contain state machine version ARNs. Received: [${arn}]`],
      [
        of([`${arn}:1`, 50], [`${arn}:1`, 50]),
        `Routing configuration must contain distinct state machine version ARNs. Received: [${arn}:1, ${arn}:1]`,
      ],
      [
        of([`${arn}:1`, 70], [`${arn}:2`, 29]),
        'Sum of routing configuration weights must equal 100. Received: [70, 29]',
      ],
      [
        of([`${arn}:1`, 101]),
        "1 validation error detected: Value '101' at 'routingConfiguration.1.member.weight' failed to satisfy constraint: Member must have value less than or equal to 100",
      ],
      [
        { ...of([`${arn}:1`, 100]), name: '123' },
        "1 validation error detected: Value '123' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$",
      ],
    ];
    for (const [request, message] of cases) {
      expect(await refusal(client.send(new CreateStateMachineAliasCommand(request)))).toMatchObject({
        name: 'ValidationException',
        message,
      });
    }
  });
});
