import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { IAMClient } from '@aws-sdk/client-iam';
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { create, until } from '../api/support/machines.js';
import { archive, role, served } from './support/server.js';

const SOURCE = `
let calls = 0;
export const handler = async (event, context) => {
  calls += 1;
  console.log('call', calls, event.say ?? '');
  if (event.fail) throw new RangeError(event.fail);
  if (event.exit) process.exit(3);
  if (event.sleep) await new Promise((resolve) => setTimeout(resolve, event.sleep));
  if (event.large) return 'x'.repeat(event.large);
  return { calls, pid: process.pid, name: context.functionName, left: context.getRemainingTimeInMillis(), own: process.env.OWN, secret: process.env.OF_THE_SERVER };
};
export const old = (event, context, callback) => callback(null, 'called back');
`;

const at = served();
let lambda: LambdaClient;
let arn = '';
beforeAll(async () => {
  process.env['OF_THE_SERVER'] = 'not for functions';
  lambda = at.client(LambdaClient);
  arn = await role(at.client(IAMClient), 'runner');
  await make('f', 'index.handler');
});

function make(name: string, handler: string, more: object = {}): Promise<unknown> {
  return lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Role: arn,
      Runtime: 'nodejs22.x',
      Handler: handler,
      Timeout: 1,
      Environment: { Variables: { OWN: 'variable' } },
      Code: { ZipFile: archive(SOURCE) },
      ...more,
    }),
  );
}

interface Answer {
  readonly error: string | undefined;
  readonly value: { readonly [name: string]: unknown };
}

async function invoke(name: string, event: object = {}, qualifier?: string): Promise<Answer> {
  const { FunctionError: error, Payload: payload } = await lambda.send(
    new InvokeCommand({ FunctionName: name, Qualifier: qualifier, Payload: Buffer.from(JSON.stringify(event)) }),
  );
  return { error, value: JSON.parse(Buffer.from(payload ?? []).toString()) as Answer['value'] };
}

describe('a function', () => {
  test('runs, in a process that is kept, with its own environment', async () => {
    const first = await invoke('f');
    expect(first).toMatchObject({ error: undefined, value: { calls: 1, name: 'f', own: 'variable' } });
    expect(first.value['left']).toBeLessThanOrEqual(1000);
    expect(first.value['secret']).toBeUndefined();
    expect(first.value['pid']).not.toBe(process.pid);
    expect(await invoke('f')).toMatchObject({ value: { calls: 2, pid: first.value['pid'] } });
    const many = await Promise.all([invoke('f', { sleep: 200 }), invoke('f', { sleep: 200 })]);
    expect(new Set(many.map(({ value }) => value['pid'])).size).toBe(2);
  });

  test('fails with its own error, and goes on', async () => {
    expect(await invoke('f', { fail: 'too far' })).toMatchObject({
      error: 'Unhandled',
      value: { errorType: 'RangeError', errorMessage: 'too far', trace: expect.any(Array) },
    });
    expect(await invoke('f')).toMatchObject({ error: undefined });
  });

  test('that ends its process, takes too long or says too much, fails as on AWS', async () => {
    expect(await invoke('f', { exit: true })).toMatchObject({
      error: 'Unhandled',
      value: { errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining('exit status 3') },
    });
    expect(await invoke('f', { sleep: 60_000 })).toMatchObject({
      error: 'Unhandled',
      value: { errorType: 'Sandbox.Timedout', errorMessage: expect.stringContaining('timed out after 1.00 seconds') },
    });
    await make('wide', 'index.handler', { Timeout: 30 });
    expect(await invoke('wide', { large: 6_300_000 })).toMatchObject({
      value: { errorType: 'Function.ResponseSizeTooLarge' },
    });
    expect(await invoke('f')).toMatchObject({ error: undefined, value: { calls: 1 } });
  });

  test('may call back, and is told what it lacks', async () => {
    await make('old', 'index.old');
    expect((await invoke('old')).value).toBe('called back');
    await make('none', 'index.none');
    expect(await invoke('none')).toMatchObject({ value: { errorType: 'Runtime.HandlerNotFound' } });
    await make('nowhere', 'other.handler');
    expect(await invoke('nowhere')).toMatchObject({ value: { errorType: 'Runtime.ImportModuleError' } });
    await make('snake', 'index.handler', { Runtime: 'python3.12' });
    await expect(invoke('snake')).rejects.toThrow(
      'snake is for python3.12; on this machine functions run with Node alone',
    );
    await expect(invoke('missing')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: 'old', ReservedConcurrentExecutions: 0 }));
    await expect(invoke('old')).rejects.toMatchObject({ name: 'TooManyRequestsException' });
  });

  test('has its lines in its log group at once', async () => {
    await invoke('f', { say: 'hello' });
    const { events = [] } = await at
      .client(CloudWatchLogsClient)
      .send(new FilterLogEventsCommand({ logGroupName: '/aws/lambda/f', filterPattern: 'hello' }));
    expect(events).toMatchObject([
      {
        message: expect.stringMatching(/^call \d+ hello$/),
        logStreamName: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/),
      },
    ]);
  });

  test('is asynchronous or not run at all, where that is asked for', async () => {
    const ask = async (InvocationType: 'Event' | 'DryRun'): Promise<number | undefined> =>
      (await lambda.send(new InvokeCommand({ FunctionName: 'f', InvocationType }))).StatusCode;
    expect(await ask('Event')).toBe(202);
    expect(await ask('DryRun')).toBe(204);
  });

  test('has the code of its version, also after a restart', async () => {
    const publish = async (source: string, alias: string): Promise<void> => {
      await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'f', ZipFile: archive(source) }));
      const { Version: version } = await lambda.send(new PublishVersionCommand({ FunctionName: 'f' }));
      await lambda.send(new CreateAliasCommand({ FunctionName: 'f', Name: alias, FunctionVersion: version }));
    };
    await publish(`export const handler = () => 'one';`, 'first');
    await publish(`export const handler = () => 'two';`, 'second');
    expect((await invoke('f', {}, 'first')).value).toBe('one');
    await at.restart();
    expect((await invoke('f', {}, 'first')).value).toBe('one');
    expect((await invoke('f')).value).toBe('two');
  });

  test('is what the tasks of state machines call', async () => {
    const sfn = at.client(SFNClient);
    const machine = await create(sfn, 'caller', {
      StartAt: 'Call',
      QueryLanguage: 'JSONata',
      States: {
        Call: {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke',
          Arguments: { FunctionName: 'f:first', Payload: {} },
          Output: '{% $states.result.Payload %}',
          End: true,
        },
      },
    });
    const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn: machine }));
    expect(await until(sfn, executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '"one"' });
  });
});
