import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  type PutRuleCommandInput,
  PutTargetsCommand,
  RemoveTargetsCommand,
  TagResourceCommand,
  type Target,
  UntagResourceCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { describe, expect, test } from '@jest/globals';
import { account, client, refusal, trusting } from './support/account.js';

const ARN = 'arn:aws:events:us-east-1:123456789012:rule/r';
const PATTERN = JSON.stringify({ source: ['aws.s3'], detail: { bucket: { name: ['b'] } } });
const TARGET: Target = {
  Id: 't',
  Arn: 'arn:aws:states:us-east-1:123456789012:stateMachine:m:live',
  RoleArn: 'arn:aws:iam::123456789012:role/trigger',
};

async function setUp() {
  const aws = await account();
  await client(IAMClient, aws).send(
    new CreateRoleCommand({
      RoleName: 'trigger',
      AssumeRolePolicyDocument: trusting({ Service: 'events.amazonaws.com' }),
    }),
  );
  const events = client(EventBridgeClient, aws);
  const put = (more: Partial<PutRuleCommandInput> = {}) =>
    events.send(new PutRuleCommand({ Name: 'r', EventPattern: PATTERN, ...more }));
  const aim = (...targets: readonly Partial<Target>[]) =>
    events.send(new PutTargetsCommand({ Rule: 'r', Targets: targets.map((more) => ({ ...TARGET, ...more })) }));
  return { aws, events, put, aim };
}

describe('a rule', () => {
  test('is put, replaced, switched, listed and, without targets, deleted', async () => {
    const { aws, events, put, aim } = await setUp();
    expect((await put({ Description: 'd', Tags: [{ Key: 'a', Value: '1' }] })).RuleArn).toBe(ARN);
    const read = () => events.send(new DescribeRuleCommand({ Name: 'r' }));
    expect(await read()).toMatchObject({ EventPattern: PATTERN, Description: 'd', State: 'ENABLED', Arn: ARN });
    await put({ State: 'DISABLED', Tags: [{ Key: 'b', Value: '2' }] });
    const changed = await read();
    expect([changed.Description, changed.State]).toEqual([undefined, 'DISABLED']);
    const tags = async () => (await events.send(new ListTagsForResourceCommand({ ResourceARN: ARN }))).Tags;
    expect(await tags()).toEqual([{ Key: 'a', Value: '1' }]);
    await events.send(new TagResourceCommand({ ResourceARN: ARN, Tags: [{ Key: 'c', Value: '3' }] }));
    await events.send(new UntagResourceCommand({ ResourceARN: ARN, TagKeys: ['a'] }));
    expect(await tags()).toEqual([{ Key: 'c', Value: '3' }]);
    await events.send(new EnableRuleCommand({ Name: 'r' }));
    expect((await read()).State).toBe('ENABLED');
    await events.send(new DisableRuleCommand({ Name: 'r' }));
    await put({ Name: 'other', EventPattern: undefined, ScheduleExpression: 'rate(1 hour)' });
    const { Rules: listed } = await events.send(new ListRulesCommand({ NamePrefix: 'r' }));
    expect(listed).toMatchObject([{ Name: 'r', State: 'DISABLED' }]);
    await aim({}, { Id: 'u' });
    expect((await refusal(events.send(new DeleteRuleCommand({ Name: 'r' })))).message).toBe(
      "Rule can't be deleted since it has targets.",
    );
    expect(await aws.resources()).toEqual([
      'role trigger',
      'rule other',
      'rule r',
      'rule-target r/t',
      'rule-target r/u',
    ]);
    await events.send(new RemoveTargetsCommand({ Rule: 'r', Ids: ['t', 'u', 'none'] }));
    await events.send(new DeleteRuleCommand({ Name: 'r' }));
    await events.send(new DeleteRuleCommand({ Name: 'r' }));
    expect(await aws.resources()).toEqual(['role trigger', 'rule other']);
    expect(await refusal(read())).toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Rule r does not exist on EventBus default.',
    });
  });

  test.each<[string, Partial<PutRuleCommandInput>, string]>([
    ['a pattern that is no JSON', { EventPattern: '{' }, 'InvalidEventPatternException'],
    ['a pattern with a bare value', { EventPattern: '{"source":"aws.s3"}' }, 'InvalidEventPatternException'],
    ['an empty pattern', { EventPattern: '{}' }, 'InvalidEventPatternException'],
    ['nothing to wait for', { EventPattern: undefined }, 'ValidationException'],
    ['a rate that is not English', { ScheduleExpression: 'rate(1 hours)' }, 'ValidationException'],
    ['a time', { ScheduleExpression: 'at(2026-12-24T18:00:00)' }, 'ValidationException'],
    ['a bus that does not exist', { EventBusName: 'mine' }, 'ResourceNotFoundException'],
  ])('with %s is refused', async (_what, more, name) => {
    const { put } = await setUp();
    expect((await refusal(put(more))).name).toBe(name);
  });
});

describe("a rule's targets", () => {
  test('are put by their ids, at most five', async () => {
    const { events, put, aim } = await setUp();
    expect((await refusal(aim({}))).name).toBe('ResourceNotFoundException');
    await put();
    const transformer = { InputPathsMap: { key: '$.detail.object.key' }, InputTemplate: '{"key": <key>}' };
    await aim({ Input: '{}' });
    await aim({ InputTransformer: transformer });
    const { Targets: listed } = await events.send(new ListTargetsByRuleCommand({ Rule: 'r' }));
    expect(listed).toEqual([{ ...TARGET, InputTransformer: transformer }]);
    const many = aim(...[1, 2, 3, 4, 5].map((k) => ({ Id: `t${k}` })));
    expect((await refusal(many)).name).toBe('LimitExceededException');
  });

  test.each<[string, Partial<Target>, string]>([
    ['no role', { RoleArn: undefined }, 'RoleArn is required for target'],
    ['a role that does not exist', { RoleArn: `${String(TARGET.RoleArn)}s` }, 'cannot be assumed by principal'],
    ['two inputs', { Input: '{}', InputPath: '$' }, 'Only one of Input'],
    ['an input that is no JSON', { Input: '{' }, 'JSON syntax error'],
    ['no ARN', { Arn: 'm' }, 'Provided Arn is not in correct format'],
  ])('with %s are refused', async (_what, more, message) => {
    const { put, aim } = await setUp();
    await put();
    expect(await refusal(aim(more))).toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message),
    });
  });
});

test('events are taken one by one', async () => {
  const { events } = await setUp();
  const entry = { Source: 'me', DetailType: 'done', Detail: '{"a":1}' };
  const { FailedEntryCount, Entries } = await events.send(
    new PutEventsCommand({ Entries: [entry, { ...entry, Detail: 'no JSON' }, { ...entry, Source: '' }] }),
  );
  expect(FailedEntryCount).toBe(2);
  expect(Entries).toEqual([
    { EventId: expect.any(String) },
    expect.objectContaining({ ErrorCode: 'MalformedDetail' }),
    expect.objectContaining({ ErrorCode: 'InvalidArgument' }),
  ]);
});
