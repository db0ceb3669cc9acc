import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  GetScheduleGroupCommand,
  ListSchedulesCommand,
  ListTagsForResourceCommand,
  SchedulerClient,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { describe, expect, test } from '@jest/globals';
import type { AwsAccountOptions } from '@flowmap/testing';
import { account, client, refusal, START, trusting } from './support/account.js';

const ARN = 'arn:aws:scheduler:us-east-1:123456789012';
const INPUT: CreateScheduleCommandInput = {
  Name: 's',
  ScheduleExpression: 'cron(0 6 * * ? *)',
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: {
    Arn: 'arn:aws:states:us-east-1:123456789012:stateMachine:m:live',
    RoleArn: 'arn:aws:iam::123456789012:role/schedule',
    Input: '{}',
  },
};

async function setUp(options: Partial<AwsAccountOptions> = {}) {
  const aws = await account(options);
  await client(IAMClient, aws).send(
    new CreateRoleCommand({
      RoleName: 'schedule',
      AssumeRolePolicyDocument: trusting({ Service: 'scheduler.amazonaws.com' }),
    }),
  );
  const scheduler = client(SchedulerClient, aws);
  const create = (more: Partial<CreateScheduleCommandInput> = {}) =>
    scheduler.send(new CreateScheduleCommand({ ...INPUT, ...more }));
  return { aws, scheduler, create };
}

describe('a schedule', () => {
  test('is created, read, replaced as a whole, listed and deleted', async () => {
    const { aws, scheduler, create } = await setUp();
    const end = new Date('2027-01-01T00:00:00Z');
    const made = await create({
      ScheduleExpressionTimezone: 'Europe/Berlin',
      Description: 'every morning',
      State: 'DISABLED',
      EndDate: end,
    });
    expect(made.ScheduleArn).toBe(`${ARN}:schedule/default/s`);
    const read = () => scheduler.send(new GetScheduleCommand({ Name: 's' }));
    expect(await read()).toMatchObject({
      GroupName: 'default',
      ScheduleExpressionTimezone: 'Europe/Berlin',
      State: 'DISABLED',
      EndDate: end,
      CreationDate: START,
      Target: { Input: '{}', RetryPolicy: { MaximumRetryAttempts: 185 } },
    });
    aws.clock.at = new Date(START.getTime() + 1000);
    await scheduler.send(new UpdateScheduleCommand({ ...INPUT, ScheduleExpression: 'rate(1 hour)' }));
    const changed = await read();
    expect(changed).toMatchObject({
      ScheduleExpression: 'rate(1 hour)',
      ScheduleExpressionTimezone: 'UTC',
      State: 'ENABLED',
      CreationDate: START,
      LastModificationDate: aws.clock.at,
    });
    expect([changed.Description, changed.EndDate]).toEqual([undefined, undefined]);
    await create({ Name: 'other' });
    const { Schedules: listed } = await scheduler.send(new ListSchedulesCommand({ NamePrefix: 's' }));
    expect(listed).toMatchObject([{ Name: 's', State: 'ENABLED', Target: { Arn: INPUT.Target?.Arn } }]);
    await scheduler.send(new DeleteScheduleCommand({ Name: 's' }));
    expect(await aws.resources()).toEqual(['role schedule', 'schedule default/other']);
    expect(await refusal(read())).toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Schedule s does not exist.',
      $metadata: { httpStatusCode: 404 },
    });
  });

  test('is the same when its request comes again, and there already when another comes', async () => {
    const { aws, scheduler, create } = await setUp();
    let lost = false;
    aws.onCall(({ action }) => {
      if (action !== 'CreateSchedule' || lost) return undefined;
      lost = true;
      return 'lose-answer';
    });
    // The client gives every request a token of its own, and keeps it when it tries again.
    const patient = client(SchedulerClient, aws, { maxAttempts: 2 });
    await patient.send(new CreateScheduleCommand(INPUT));
    expect(await refusal(create())).toMatchObject({
      name: 'ConflictException',
      message: 'Schedule s already exists.',
      $metadata: { httpStatusCode: 409 },
    });
    expect(await refusal(scheduler.send(new UpdateScheduleCommand({ ...INPUT, Name: 'none' })))).toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  test.each([
    'cron(0 6 * * ? *)',
    'cron(0/15 8-17 ? * MON-FRI 2026-2030)',
    'cron(0 0 L * ? *)',
    'cron(0 0 15W JAN,JUL ? *)',
    'cron(0 0 ? * 2#1 *)',
    'cron(0 0 ? * FRIL *)',
    'rate(5 minutes)',
    'rate(1 days)',
    'at(2026-12-24T18:00:00)',
  ])('may be %s', async (ScheduleExpression) => {
    const { create } = await setUp();
    await create({ ScheduleExpression });
  });

  test.each([
    'cron(0 6 * * *)',
    'cron(0 6 * * * *)',
    'cron(0 6 ? * ? *)',
    'cron(60 6 * * ? *)',
    'cron(0 24 * * ? *)',
    'cron(0 6 0 * ? *)',
    'cron(0 6 ? * 0 *)',
    'cron(0 6 ? * 8 *)',
    'cron(0 6 * 13 ? *)',
    'cron(0 6 5-1 * ? *)',
    'cron(0 6 * * ? 1969)',
    'cron(0  6 * * ? *)',
    'rate(0 minutes)',
    'rate(5 weeks)',
    'at(2026-02-30T00:00:00)',
    'at(2026-12-24)',
    '0 6 * * *',
  ])('may not be %s', async (ScheduleExpression) => {
    const { create } = await setUp();
    expect(await refusal(create({ ScheduleExpression }))).toMatchObject({
      name: 'ValidationException',
      message: `Invalid Schedule Expression ${ScheduleExpression}.`,
    });
  });

  const target = INPUT.Target!;
  test.each<[string, Partial<CreateScheduleCommandInput>, string]>([
    ['a time zone that does not exist', { ScheduleExpressionTimezone: 'Europe/Bonn' }, 'Timezone'],
    ['a window without minutes', { FlexibleTimeWindow: { Mode: 'FLEXIBLE' } }, 'MaximumWindowInMinutes'],
    ['minutes without a window', { FlexibleTimeWindow: { Mode: 'OFF', MaximumWindowInMinutes: 5 } }, 'MaximumWindow'],
    ['a role that does not exist', { Target: { ...target, RoleArn: `${String(target.RoleArn)}s` } }, 'assume the role'],
    ['an input that is no JSON', { Target: { ...target, Input: '{' } }, 'Invalid Json'],
    ['an end that is past', { EndDate: new Date('2026-02-01') }, 'EndDate'],
    ['an end before its start', { StartDate: new Date('2026-05-01'), EndDate: new Date('2026-04-01') }, 'EndDate'],
    ['a name with other characters', { Name: 'a b' }, "at 'name'"],
  ])('with %s is refused', async (_what, more, message) => {
    const { aws, create } = await setUp();
    expect(await refusal(create(more))).toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message),
      $metadata: { httpStatusCode: 400 },
    });
    expect(await aws.resources()).toEqual(['role schedule']);
  });

  test('is refused so often while its role is new', async () => {
    const { create } = await setUp({ newRoleRefusals: 1 });
    expect((await refusal(create())).message).toContain('must allow AWS EventBridge Scheduler to assume the role');
    await create();
  });
});

describe('a group of schedules', () => {
  test('has tags, and goes with all of its schedules after a while', async () => {
    const { aws, scheduler, create } = await setUp();
    const early = create({ GroupName: 'g' });
    expect((await refusal(early)).message).toBe('Schedule group g does not exist.');
    const { ScheduleGroupArn: resourceArn } = await scheduler.send(
      new CreateScheduleGroupCommand({ Name: 'g', Tags: [{ Key: 'a', Value: '1' }] }),
    );
    expect(resourceArn).toBe(`${ARN}:schedule-group/g`);
    const again = scheduler.send(new CreateScheduleGroupCommand({ Name: 'g' }));
    expect((await refusal(again)).name).toBe('ConflictException');
    await scheduler.send(new TagResourceCommand({ ResourceArn: resourceArn, Tags: [{ Key: 'b', Value: '2' }] }));
    await scheduler.send(new UntagResourceCommand({ ResourceArn: resourceArn, TagKeys: ['a'] }));
    const { Tags: tags } = await scheduler.send(new ListTagsForResourceCommand({ ResourceArn: resourceArn }));
    expect(tags).toEqual([{ Key: 'b', Value: '2' }]);
    await create({ GroupName: 'g' });
    const { Schedules: listed } = await scheduler.send(new ListSchedulesCommand({ GroupName: 'g' }));
    expect(listed).toMatchObject([{ Name: 's', GroupName: 'g' }]);
    expect(await aws.resources()).toEqual(['role schedule', 'schedule g/s', 'schedule-group g']);
    await scheduler.send(new DeleteScheduleGroupCommand({ Name: 'g' }));
    expect((await refusal(create({ GroupName: 'g' }))).name).toBe('ConflictException');
    const read = () => scheduler.send(new GetScheduleGroupCommand({ Name: 'g' }));
    expect((await read()).State).toBe('DELETING');
    expect((await refusal(read())).name).toBe('ResourceNotFoundException');
    expect(await aws.resources()).toEqual(['role schedule']);
    const standard = scheduler.send(new DeleteScheduleGroupCommand({ Name: 'default' }));
    expect((await refusal(standard)).name).toBe('ValidationException');
  });
});
