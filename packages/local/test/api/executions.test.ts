import {
  DescribeExecutionCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  StartExecutionCommand,
  StartSyncExecutionCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { create, FAIL, PASS, until, WAIT, YES } from './support/machines.js';
import { refusal, serve } from './support/server.js';

describe('an execution', () => {
  test('is started, described, listed, and its history given', async () => {
    const { client } = await serve();
    const stateMachineArn = await create(client, 'pass', PASS);
    const { executionArn, startDate } = await client.send(
      new StartExecutionCommand({ stateMachineArn, name: 'one', input: '{ "a": 1 }' }),
    );
    expect(executionArn).toBe('arn:aws:states:us-east-1:123456789012:execution:pass:one');
    const described = await until(client, executionArn);
    expect(described).toMatchObject({
      executionArn,
      stateMachineArn,
      name: 'one',
      status: 'SUCCEEDED',
      startDate,
      input: '{ "a": 1 }',
      inputDetails: { included: true },
      output: '{"a":1}',
      outputDetails: { included: true },
      redriveCount: 0,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    });
    expect(described.stopDate?.getTime()).toBeGreaterThanOrEqual(startDate?.getTime() ?? NaN);
    const { executions } = await client.send(new ListExecutionsCommand({ stateMachineArn }));
    expect(executions).toMatchObject([{ executionArn, name: 'one', status: 'SUCCEEDED', redriveCount: 0 }]);
    const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(events?.map(({ id, previousEventId, type }) => [id, previousEventId, type])).toEqual([
      [1, 0, 'ExecutionStarted'],
      [2, 0, 'PassStateEntered'],
      [3, 2, 'PassStateExited'],
      [4, 3, 'ExecutionSucceeded'],
    ]);
    expect(events?.[0]?.executionStartedEventDetails).toEqual({
      input: '{"a":1}',
      inputDetails: { truncated: false },
      roleArn: 'arn:aws:iam::123456789012:role/any',
    });
    expect(events?.[1]?.stateEnteredEventDetails).toEqual({
      name: 'A',
      input: '{"a":1}',
      inputDetails: { truncated: false },
    });
    expect(events?.[2]?.stateExitedEventDetails).toEqual({
      name: 'A',
      output: '{"a":1}',
      outputDetails: { truncated: false },
    });
    expect(events?.[3]?.executionSucceededEventDetails).toEqual({
      output: '{"a":1}',
      outputDetails: { truncated: false },
    });
  });

  test('of the same name is the same with the same input while it runs, and refused otherwise', async () => {
    const { client } = await serve();
    const stateMachineArn = await create(client, 'wait', WAIT);
    const start = (input: string) => client.send(new StartExecutionCommand({ stateMachineArn, name: 'one', input }));
    const [first, second] = await Promise.all([start('{}'), start('{}')]);
    expect(second).toMatchObject({ executionArn: first.executionArn, startDate: first.startDate });
    const taken = {
      name: 'ExecutionAlreadyExists',
      message: `Execution Already Exists: '${first.executionArn}'`,
    };
    expect(await refusal(start('{"a":1}'))).toMatchObject(taken);
    await client.send(new StopExecutionCommand({ executionArn: first.executionArn }));
    expect(await refusal(start('{}'))).toMatchObject(taken);
  });

  test('is stopped with an error and a cause, which its history tells', async () => {
    const { client } = await serve();
    const stateMachineArn = await create(client, 'wait', WAIT);
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn }));
    await until(client, executionArn, () => true);
    const stop = () => client.send(new StopExecutionCommand({ executionArn, error: 'Enough', cause: 'It is late' }));
    const { stopDate } = await stop();
    const described = await until(client, executionArn);
    expect(described).toMatchObject({
      status: 'ABORTED',
      error: 'Enough',
      cause: 'It is late',
      stopDate,
      redriveStatus: 'REDRIVABLE',
    });
    const { events } = await client.send(
      new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 1 }),
    );
    expect(events).toMatchObject([
      { type: 'ExecutionAborted', executionAbortedEventDetails: { error: 'Enough', cause: 'It is late' } },
    ]);
    // Once more changes nothing.
    expect((await stop()).stopDate).toEqual(stopDate);
  });

  test('that failed is redriven', async () => {
    const { client } = await serve();
    const stateMachineArn = await create(client, 'fail', FAIL);
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn }));
    expect(await until(client, executionArn)).toMatchObject({
      status: 'FAILED',
      error: 'Oops',
      cause: 'It went wrong',
    });
    const redrive = (clientToken: string) => client.send(new RedriveExecutionCommand({ executionArn, clientToken }));
    const { redriveDate } = await redrive('a');
    expect((await redrive('a')).redriveDate).toEqual(redriveDate);
    expect(await until(client, executionArn)).toMatchObject({ status: 'FAILED', redriveCount: 1, redriveDate });
    const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(events?.map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'FailStateEntered',
      'ExecutionFailed',
      'ExecutionRedriven',
      'ExecutionFailed',
    ]);
    const listed = async (redriveFilter: 'REDRIVEN' | 'NOT_REDRIVEN') =>
      (await client.send(new ListExecutionsCommand({ stateMachineArn, redriveFilter }))).executions?.length;
    expect([await listed('REDRIVEN'), await listed('NOT_REDRIVEN')]).toEqual([1, 0]);
    const good = await client.send(new StartExecutionCommand({ stateMachineArn: await create(client, 'pass', PASS) }));
    await until(client, good.executionArn);
    expect(await refusal(client.send(new RedriveExecutionCommand({ executionArn: good.executionArn })))).toMatchObject({
      name: 'ExecutionNotRedrivable',
      message: 'Execution is SUCCEEDED and cannot be redriven',
    });
  });

  test('is listed by its status, newest first, page by page', async () => {
    const { client } = await serve();
    const stateMachineArn = await create(client, 'pass', PASS);
    for (const name of ['a', 'b', 'c']) {
      const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn, name }));
      await until(client, executionArn);
    }
    const list = (more: object) => client.send(new ListExecutionsCommand({ stateMachineArn, ...more }));
    const first = await list({ maxResults: 2, statusFilter: 'SUCCEEDED' });
    expect(first.executions?.map(({ name }) => name)).toEqual(['c', 'b']);
    const second = await list({ maxResults: 2, statusFilter: 'SUCCEEDED', nextToken: first.nextToken });
    expect(second.executions?.map(({ name }) => name)).toEqual(['a']);
    expect(second.nextToken).toBeUndefined();
    expect((await list({ statusFilter: 'RUNNING' })).executions).toEqual([]);
    expect(await refusal(list({ statusFilter: 'succeeded' }))).toMatchObject({
      name: 'ValidationException',
      message:
        "1 validation error detected: Value 'succeeded' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value set: [SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]",
    });
    expect((await refusal(client.send(new ListExecutionsCommand({})))).name).toBe('ValidationException');
  });

  test('has a history that is paged, and may leave out its data', async () => {
    const { client } = await serve();
    const definition = {
      StartAt: 'A',
      QueryLanguage: 'JSONata',
      States: { A: { Type: 'Pass', Assign: { x: [1] }, End: true } },
    };
    const { executionArn } = await client.send(
      new StartExecutionCommand({ stateMachineArn: await create(client, 'assign', definition), input: '{"a":1}' }),
    );
    await until(client, executionArn);
    const get = (more: object) => client.send(new GetExecutionHistoryCommand({ executionArn, ...more }));
    const ids: (number | undefined)[] = [];
    for (let nextToken: string | undefined; ;) {
      const page = await get({ maxResults: 3, nextToken, reverseOrder: true });
      ids.push(...(page.events ?? []).map(({ id }) => id));
      nextToken = page.nextToken;
      if (nextToken === undefined) break;
    }
    expect(ids).toEqual([4, 3, 2, 1]);
    const exited = (await get({})).events?.[2]?.stateExitedEventDetails;
    expect(exited).toMatchObject({ assignedVariables: { x: '[1]' }, assignedVariablesDetails: { truncated: false } });
    const hidden = (await get({ includeExecutionData: false })).events;
    expect(hidden?.[0]?.executionStartedEventDetails).not.toHaveProperty('input');
    expect(hidden?.[2]?.stateExitedEventDetails).not.toHaveProperty('assignedVariables');
  });

  test.each([
    [
      'text that is no JSON',
      'not some validly formatted JSON string',
      "Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
    ],
    [
      'names in single quotes',
      "{'not': 1}",
      "Unexpected character (''' (code 39)): was expecting double-quote to start field name",
    ],
    ['nothing', '', 'Invalid execution input.'],
  ])('is not started with %s', async (_, input, message) => {
    const { client } = await serve();
    const stateMachineArn = await create(client, 'pass', PASS);
    expect(await refusal(client.send(new StartExecutionCommand({ stateMachineArn, input })))).toMatchObject({
      name: 'InvalidExecutionInput',
      message: `Invalid State Machine Execution Input: '${message}'`,
    });
  });

  test('is not found by the ARN of another thing', async () => {
    const { client } = await serve();
    const describeOf = (executionArn: string) => refusal(client.send(new DescribeExecutionCommand({ executionArn })));
    const arn = 'arn:aws:states:us-east-1:123456789012';
    expect(await describeOf('invalid')).toMatchObject({
      name: 'InvalidArn',
      message: "Invalid Arn: 'Invalid ARN prefix: invalid'",
    });
    expect(await describeOf(`${arn}:express:a:b:c`)).toMatchObject({
      name: 'InvalidArn',
      message: "Invalid Arn: 'Resource type not valid in this context: express'",
    });
    expect(await describeOf(`${arn}:execution:a:b`)).toMatchObject({
      name: 'ExecutionDoesNotExist',
      message: `Execution Does Not Exist: '${arn}:execution:a:b'`,
    });
  });

  test('tells of the state machine that it was started with', async () => {
    const { client } = await serve();
    const stateMachineArn = await create(client, 'wait', WAIT);
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn }));
    await client.send(new UpdateStateMachineCommand({ stateMachineArn, definition: JSON.stringify(PASS) }));
    const { definition, name } = await client.send(new DescribeStateMachineForExecutionCommand({ executionArn }));
    expect([name, definition]).toEqual(['wait', JSON.stringify(WAIT)]);
  });
});

describe('an EXPRESS execution', () => {
  test('is waited for', async () => {
    const { client } = await serve();
    const stateMachineArn = await create(client, 'yes', YES, { type: 'EXPRESS' });
    const answer = await client.send(new StartSyncExecutionCommand({ stateMachineArn, name: 'one', input: '{"a":1}' }));
    expect(answer).toMatchObject({
      stateMachineArn,
      name: 'one',
      status: 'SUCCEEDED',
      input: '{"a":1}',
      output: '{"yes":true}',
      billingDetails: { billedMemoryUsedInMB: 64 },
    });
    expect((answer.billingDetails?.billedDurationInMilliseconds ?? 0) % 100).toBe(0);
    expect(answer.executionArn).toMatch(/^arn:aws:states:us-east-1:123456789012:express:yes:one:[0-9a-f-]{36}$/);
    const failing = await create(client, 'fail', FAIL, { type: 'EXPRESS' });
    expect(await client.send(new StartSyncExecutionCommand({ stateMachineArn: failing }))).toMatchObject({
      status: 'FAILED',
      error: 'Oops',
      cause: 'It went wrong',
    });
  });

  test('is started, and neither described nor listed', async () => {
    const { client } = await serve();
    const stateMachineArn = await create(client, 'yes', YES, { type: 'EXPRESS' });
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn, name: 'one' }));
    expect(executionArn).toContain(':express:yes:one:');
    // A name is free to be used again.
    await client.send(new StartExecutionCommand({ stateMachineArn, name: 'one' }));
    const unsupported = {
      name: 'StateMachineTypeNotSupported',
      message: 'This operation is not supported by this type of state machine',
    };
    expect(await refusal(client.send(new ListExecutionsCommand({ stateMachineArn })))).toMatchObject(unsupported);
    const standard = await create(client, 'standard', PASS);
    expect(await refusal(client.send(new StartSyncExecutionCommand({ stateMachineArn: standard })))).toMatchObject(
      unsupported,
    );
  });
});
