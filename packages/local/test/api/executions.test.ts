import {
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { create, FAIL, PASS, until, WAIT } from './support/machines.js';
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
});
