import {
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  RedriveExecutionCommand,
  StartExecutionCommand,
  StopExecutionCommand,
  UpdateMapRunCommand,
} from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { create, until } from './support/machines.js';
import { refusal, serve, type Served } from './support/server.js';

/** A distributed map over the input, with these states for each item. */
const map = (States: object, StartAt: string, more: object = {}): object => ({
  StartAt: 'M',
  QueryLanguage: 'JSONata',
  States: {
    M: {
      Type: 'Map',
      Label: 'items',
      ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, StartAt, States },
      End: true,
      ...more,
    },
  },
});

const ODD_FAILS = {
  C: { Type: 'Choice', Choices: [{ Condition: '{% $states.input % 2 = 1 %}', Next: 'F' }], Default: 'P' },
  F: { Type: 'Fail', Error: 'Odd', Cause: 'It is odd' },
  P: { Type: 'Pass', End: true },
};

const mapRunOf = async ({ client }: Served, executionArn: string | undefined): Promise<string | undefined> => {
  for (;;) {
    const { mapRuns } = await client.send(new ListMapRunsCommand({ executionArn }));
    if (mapRuns?.[0] !== undefined) return mapRuns[0].mapRunArn;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

describe('a Map Run', () => {
  test('is listed and described, and so are its executions', async () => {
    const served = await serve();
    const { client } = served;
    const stateMachineArn = await create(
      client,
      'many',
      map(ODD_FAILS, 'C', { ToleratedFailureCount: 2, MaxConcurrency: 3 }),
    );
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn, input: '[1,2,3,4,6]' }));
    expect(await until(client, executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '[2,4,6]' });
    const mapRunArn = await mapRunOf(served, executionArn);
    expect(mapRunArn).toMatch(/^arn:aws:states:us-east-1:123456789012:mapRun:many\/items:[0-9a-f-]{36}$/);
    const counts = {
      pending: 0,
      running: 0,
      succeeded: 3,
      failed: 2,
      timedOut: 0,
      aborted: 0,
      total: 5,
      resultsWritten: 3,
    };
    expect(await client.send(new DescribeMapRunCommand({ mapRunArn }))).toMatchObject({
      mapRunArn,
      executionArn,
      status: 'SUCCEEDED',
      maxConcurrency: 3,
      toleratedFailureCount: 2,
      itemCounts: counts,
      executionCounts: counts,
    });
    const { executions } = await client.send(new ListExecutionsCommand({ mapRunArn, statusFilter: 'FAILED' }));
    expect(executions).toHaveLength(2);
    const child = executions?.[0]?.executionArn;
    expect(child).toMatch(/:execution:many\/items:/);
    expect(await client.send(new DescribeExecutionCommand({ executionArn: child }))).toMatchObject({
      stateMachineArn: `${stateMachineArn}/items`,
      mapRunArn,
      status: 'FAILED',
      error: 'Odd',
      redriveStatus: 'REDRIVABLE_BY_MAP_RUN',
    });
    const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn: child }));
    expect(events?.map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'ChoiceStateEntered',
      'ChoiceStateExited',
      'FailStateEntered',
      'ExecutionFailed',
    ]);
    expect(await client.send(new DescribeStateMachineForExecutionCommand({ executionArn: child }))).toMatchObject({
      name: 'many/items',
      label: 'items',
      mapRunArn,
    });
    const first = await client.send(new ListExecutionsCommand({ mapRunArn, maxResults: 3 }));
    const second = await client.send(
      new ListExecutionsCommand({ mapRunArn, maxResults: 3, nextToken: first.nextToken }),
    );
    const arns = [...(first.executions ?? []), ...(second.executions ?? [])].map((one) => one.executionArn);
    expect(new Set(arns).size).toBe(5);
    expect(
      await refusal(client.send(new StartExecutionCommand({ stateMachineArn: `${stateMachineArn}/items` }))),
    ).toMatchObject({
      name: 'ValidationException',
      reason: 'API_DOES_NOT_SUPPORT_LABELED_ARNS',
    });
    expect(await refusal(client.send(new UpdateMapRunCommand({ mapRunArn, maxConcurrency: 1 })))).toMatchObject({
      name: 'ValidationException',
      reason: 'CANNOT_UPDATE_COMPLETED_MAP_RUN',
    });
    expect((await refusal(client.send(new DescribeMapRunCommand({ mapRunArn: `${mapRunArn}x` })))).name).toBe(
      'ResourceNotFound',
    );
  });

  test('is changed while it runs, and ends with its execution', async () => {
    const served = await serve();
    const { client } = served;
    const waiting = map({ W: { Type: 'Wait', Seconds: 10_000, End: true } }, 'W', { MaxConcurrency: 1 });
    const { executionArn } = await client.send(
      new StartExecutionCommand({ stateMachineArn: await create(client, 'slow', waiting), input: '[1,2,3]' }),
    );
    const mapRunArn = await mapRunOf(served, executionArn);
    const running = async (): Promise<number | undefined> =>
      (await client.send(new DescribeMapRunCommand({ mapRunArn }))).executionCounts?.running;
    const reaches = async (count: number): Promise<void> => {
      while ((await running()) !== count) await new Promise((resolve) => setTimeout(resolve, 10));
    };
    await reaches(1);
    await client.send(new UpdateMapRunCommand({ mapRunArn, maxConcurrency: 2, toleratedFailurePercentage: 12.5 }));
    await reaches(2);
    expect(await client.send(new DescribeMapRunCommand({ mapRunArn }))).toMatchObject({
      status: 'RUNNING',
      maxConcurrency: 2,
      toleratedFailurePercentage: 12.5,
      itemCounts: { pending: 1, running: 2, total: 3 },
    });
    await client.send(new StopExecutionCommand({ executionArn }));
    expect(await client.send(new DescribeMapRunCommand({ mapRunArn }))).toMatchObject({
      status: 'ABORTED',
      executionCounts: { running: 0, aborted: 2 },
    });
  });

  test('is redriven with its execution', async () => {
    const served = await serve();
    const { client } = served;
    const stateMachineArn = await create(client, 'many', map(ODD_FAILS, 'C', { ToleratedFailurePercentage: 0 }));
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn, input: '[2,4,5]' }));
    expect(await until(client, executionArn)).toMatchObject({ error: 'States.ExceedToleratedFailureThreshold' });
    const mapRunArn = await mapRunOf(served, executionArn);
    await client.send(new RedriveExecutionCommand({ executionArn }));
    expect(await until(client, executionArn)).toMatchObject({ status: 'FAILED', redriveCount: 1 });
    expect(await client.send(new DescribeMapRunCommand({ mapRunArn }))).toMatchObject({
      status: 'FAILED',
      redriveCount: 1,
    });
    const { executions } = await client.send(new ListExecutionsCommand({ mapRunArn, statusFilter: 'FAILED' }));
    expect(executions).toMatchObject([{ redriveCount: 1 }]);
  });
});
