import {
  CreateActivityCommand,
  DeleteActivityCommand,
  DescribeActivityCommand,
  GetActivityTaskCommand,
  GetExecutionHistoryCommand,
  ListActivitiesCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { create, until } from './support/machines.js';
import { refusal, serve } from './support/server.js';

const asking = (activity: string | undefined): object => ({
  StartAt: 'T',
  States: { T: { Type: 'Task', Resource: activity, HeartbeatSeconds: 60, End: true } },
});

describe('an activity', () => {
  test('is created, described, listed and deleted', async () => {
    const { client } = await serve();
    const { activityArn, creationDate } = await client.send(new CreateActivityCommand({ name: 'work' }));
    expect(activityArn).toBe('arn:aws:states:us-east-1:123456789012:activity:work');
    expect(await client.send(new CreateActivityCommand({ name: 'work' }))).toMatchObject({ activityArn, creationDate });
    expect(await client.send(new DescribeActivityCommand({ activityArn }))).toMatchObject({
      activityArn,
      name: 'work',
      creationDate,
    });
    expect((await client.send(new ListActivitiesCommand({}))).activities).toEqual([
      { activityArn, name: 'work', creationDate },
    ]);
    await client.send(new DeleteActivityCommand({ activityArn }));
    await client.send(new DeleteActivityCommand({ activityArn }));
    const missing = { name: 'ActivityDoesNotExist', message: `Activity Does Not Exist: '${activityArn}'` };
    expect(await refusal(client.send(new DescribeActivityCommand({ activityArn })))).toMatchObject(missing);
    expect(await refusal(client.send(new GetActivityTaskCommand({ activityArn })))).toMatchObject(missing);
    expect(await refusal(client.send(new CreateActivityCommand({ name: 'a b$' })))).toMatchObject({
      name: 'InvalidName',
      message: "Invalid Name: 'a b$'",
    });
  });

  test('gives its tasks to workers, whose answers are the results', async () => {
    const { client } = await serve();
    const { activityArn } = await client.send(new CreateActivityCommand({ name: 'work' }));
    const stateMachineArn = await create(client, 'asking', asking(activityArn));
    // The worker is there first.
    const polled = client.send(new GetActivityTaskCommand({ activityArn, workerName: 'me' }));
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn, input: '{"a":1}' }));
    const { taskToken, input } = await polled;
    expect(input).toBe('{"a":1}');
    await client.send(new SendTaskHeartbeatCommand({ taskToken }));
    const succeed = (output: string) => client.send(new SendTaskSuccessCommand({ taskToken, output }));
    expect((await refusal(succeed('{'))).name).toBe('InvalidOutput');
    await succeed('{"b":2}');
    expect((await until(client, executionArn)).output).toBe('{"b":2}');
    const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(events?.map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'ActivityScheduled',
      'ActivityStarted',
      'ActivitySucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
    expect(events?.[2]?.activityScheduledEventDetails).toEqual({
      resource: activityArn,
      input: '{"a":1}',
      inputDetails: { truncated: false },
      heartbeatInSeconds: 60,
    });
    expect(events?.[3]?.activityStartedEventDetails).toEqual({ workerName: 'me' });
    expect((await refusal(succeed('{}'))).name).toBe('TaskTimedOut');
    expect((await refusal(client.send(new SendTaskHeartbeatCommand({ taskToken })))).name).toBe('TaskTimedOut');
    expect(await refusal(client.send(new SendTaskSuccessCommand({ taskToken: 'none', output: '1' })))).toMatchObject({
      name: 'InvalidToken',
      message: "Invalid Token: 'Invalid token'",
    });
  });

  test('lets a worker fail', async () => {
    const { client } = await serve();
    const { activityArn } = await client.send(new CreateActivityCommand({ name: 'work' }));
    const stateMachineArn = await create(client, 'asking', asking(activityArn));
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn }));
    const { taskToken } = await client.send(new GetActivityTaskCommand({ activityArn }));
    await client.send(new SendTaskFailureCommand({ taskToken, error: 'Bad', cause: 'It is bad' }));
    expect(await until(client, executionArn)).toMatchObject({ status: 'FAILED', error: 'Bad', cause: 'It is bad' });
  });

  test('keeps a task for the next worker when one has gone while it waited', async () => {
    const { client } = await serve();
    const { activityArn } = await client.send(new CreateActivityCommand({ name: 'work' }));
    const gone = new AbortController();
    const left = client
      .send(new GetActivityTaskCommand({ activityArn }), { abortSignal: gone.signal })
      .catch(() => 'gone');
    await new Promise((resolve) => setTimeout(resolve, 200));
    gone.abort();
    expect(await left).toBe('gone');
    await new Promise((resolve) => setTimeout(resolve, 100));
    await client.send(
      new StartExecutionCommand({ stateMachineArn: await create(client, 'asking', asking(activityArn)) }),
    );
    const { taskToken } = await client.send(new GetActivityTaskCommand({ activityArn }));
    expect(taskToken).toMatch(/^[\w-]+$/);
  });
});
