import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  CreateActivityCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetActivityTaskCommand,
  GetExecutionHistoryCommand,
  ListActivitiesCommand,
  ListStateMachinesCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, describe, expect, test } from '@jest/globals';
import { create, PASS, until, WAIT } from './support/machines.js';
import { refusal, serve } from './support/server.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** A Lambda that answers what `answer` says of the payload; it counts its calls. */
async function lambda(
  answer: (payload: string, call: number) => Promise<string>,
): Promise<{ url: string; calls: () => number }> {
  let calls = 0;
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      calls += 1;
      void answer(body, calls).then((text) => response.end(text));
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls: () => calls };
}

const historyFile = (root: string): string => {
  const folder = join(root, 'api', 'executions');
  const files = readdirSync(folder, { recursive: true }).map(String);
  return join(folder, files.find((file) => file.endsWith('history.jsonl')) ?? '');
};

describe('after a restart', () => {
  test('everything is there', async () => {
    const first = await serve();
    const stateMachineArn = await create(first.client, 'pass', PASS, {
      tags: [{ key: 'a', value: 'b' }],
      publish: true,
    });
    await first.client.send(new CreateActivityCommand({ name: 'work' }));
    const { executionArn } = await first.client.send(
      new StartExecutionCommand({ stateMachineArn, input: '{ "x": 1 }' }),
    );
    const before = await until(first.client, executionArn);
    const events = (await first.client.send(new GetExecutionHistoryCommand({ executionArn }))).events;
    const machine = await first.client.send(
      new DescribeStateMachineCommand({ stateMachineArn: `${stateMachineArn}:1` }),
    );
    await first.stop();
    const { client } = await serve({ root: first.root });
    const { $metadata: _, ...after } = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect(before).toMatchObject(after);
    expect((await client.send(new GetExecutionHistoryCommand({ executionArn }))).events).toEqual(events);
    const { $metadata: __, ...same } = await client.send(
      new DescribeStateMachineCommand({ stateMachineArn: `${stateMachineArn}:1` }),
    );
    expect(machine).toMatchObject(same);
    expect((await client.send(new ListStateMachinesCommand({}))).stateMachines).toHaveLength(1);
    expect((await client.send(new ListActivitiesCommand({}))).activities).toHaveLength(1);
    expect((await refusal(client.send(new StartExecutionCommand({ stateMachineArn, name: before.name })))).name).toBe(
      'ExecutionAlreadyExists',
    );
  });

  test('an execution goes on where it was, and does nothing again that was done', async () => {
    const functions = await lambda(async (payload, call) => {
      // The second function answers the second time only: the first server ends while it waits.
      if (call === 2) await new Promise(() => undefined);
      return JSON.stringify({ got: JSON.parse(payload) as unknown, call });
    });
    const variables = { AWS_ENDPOINT_URL_LAMBDA: functions.url };
    const task = (more: object): object => ({
      Type: 'Task',
      Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f',
      ...more,
    });
    const definition = {
      StartAt: 'A',
      States: { A: task({ Next: 'B' }), B: task({ Next: 'W' }), W: { Type: 'Wait', Seconds: 1, End: true } },
    };
    const first = await serve({ variables });
    const { executionArn } = await first.client.send(
      new StartExecutionCommand({ stateMachineArn: await create(first.client, 'two', definition), input: '1' }),
    );
    while (functions.calls() < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    await first.stop();
    // As if the last line had been cut off by a crash.
    appendFileSync(historyFile(first.root), '{"id":99,"ty');
    const { client, problems } = await serve({ root: first.root, variables });
    const ended = await until(client, executionArn);
    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: '{"got":{"got":1,"call":1},"call":3}' });
    const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(events?.filter(({ type }) => type === 'LambdaFunctionSucceeded')).toHaveLength(2);
    expect(events?.map(({ id }) => id)).toEqual(events?.map((_, i) => i + 1));
    expect(problems).toEqual([]);
  });

  test('a worker answers the token that it had before', async () => {
    const first = await serve();
    const { activityArn } = await first.client.send(new CreateActivityCommand({ name: 'work' }));
    const definition = { StartAt: 'T', States: { T: { Type: 'Task', Resource: activityArn, End: true } } };
    const stateMachineArn = await create(first.client, 'asking', definition);
    const { executionArn } = await first.client.send(new StartExecutionCommand({ stateMachineArn }));
    const { taskToken } = await first.client.send(new GetActivityTaskCommand({ activityArn }));
    // ActivityStarted has to be in the history.
    for (let types: unknown[] = []; !types.includes('ActivityStarted');) {
      types =
        (await first.client.send(new GetExecutionHistoryCommand({ executionArn }))).events?.map(({ type }) => type) ??
        [];
    }
    await first.stop();
    const second = await serve({ root: first.root });
    await second.client.send(new SendTaskSuccessCommand({ taskToken, output: '"late"' }));
    expect((await until(second.client, executionArn)).output).toBe('"late"');
    const { events } = await second.client.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(events?.filter(({ type }) => type === 'ActivityStarted')).toHaveLength(1);
    await second.stop();
    const third = await serve({ root: first.root });
    expect((await refusal(third.client.send(new SendTaskSuccessCommand({ taskToken, output: '1' })))).name).toBe(
      'TaskTimedOut',
    );
  });

  test('a damaged history fails its execution by name, and nothing else', async () => {
    const first = await serve();
    const stateMachineArn = await create(first.client, 'wait', WAIT);
    const { executionArn } = await first.client.send(new StartExecutionCommand({ stateMachineArn }));
    await until(first.client, executionArn, () => true);
    await first.stop();
    const file = historyFile(first.root);
    writeFileSync(file, `nonsense\n${readFileSync(file, 'utf8')}`);
    const { client, problems } = await serve({ root: first.root });
    expect(await until(client, executionArn)).toMatchObject({ status: 'FAILED', error: 'Flowmap.JOURNAL_DAMAGED' });
    expect(problems[0]).toContain(`the history ${file} is damaged`);
    await create(client, 'pass', PASS);
  });

  test('a record that cannot be read is named, and half of one is dropped', async () => {
    const first = await serve();
    await create(first.client, 'pass', PASS);
    await first.stop();
    const file = join(first.root, 'api', 'state-machines.jsonl');
    appendFileSync(file, '{"key":"half');
    const second = await serve({ root: first.root });
    await create(second.client, 'other', PASS);
    await second.stop();
    const whole = readFileSync(file, 'utf8');
    writeFileSync(file, `oops\n${whole}`);
    await expect(serve({ root: first.root })).rejects.toMatchObject({
      code: 'RECORDS_BROKEN',
      message: `line 1 of ${file} cannot be read`,
    });
    writeFileSync(file, whole);
    const { client } = await serve({ root: first.root });
    expect((await client.send(new ListStateMachinesCommand({}))).stateMachines).toHaveLength(2);
  });

  test('an execution that nobody was told of is not there', async () => {
    const first = await serve();
    const stateMachineArn = await create(first.client, 'wait', WAIT);
    const { executionArn } = await first.client.send(new StartExecutionCommand({ stateMachineArn }));
    await first.stop();
    rmSync(join(historyFile(first.root), '..', 'input.json'));
    const { client } = await serve({ root: first.root });
    expect((await refusal(client.send(new DescribeExecutionCommand({ executionArn })))).name).toBe(
      'ExecutionDoesNotExist',
    );
  });
});
