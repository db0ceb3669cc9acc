import { describe, expect, test } from '@jest/globals';
import type { Json, TaskState } from '@flowmap/asl/language';
import {
  type HistoryEvent,
  NoTaskHandler,
  type Outcome,
  run,
  simulatedClock,
  taskHandlers,
  type TaskHandlerOptions,
  type TaskHandlers,
  taskTokens,
} from '../src/index.js';
import { machine, task } from './machines.js';

const CHARGE = 'arn:aws:lambda:us-east-1:123456789012:function:charge';

function runTask(
  fields: Partial<TaskState>,
  handlers: TaskHandlers,
  options: TaskHandlerOptions = {},
  record: (event: HistoryEvent) => void = () => undefined,
): Promise<Outcome> {
  return run(machine({ work: task(fields) }), { n: 1 }, { task: taskHandlers(handlers, options), record });
}

const succeeded = (output: Json): Outcome => ({ status: 'SUCCEEDED', output });

describe('a handler is found', () => {
  const invoke = { Arguments: { FunctionName: `${CHARGE}:live`, Payload: {} }, Output: '{% $states.result.Payload %}' };
  const all: TaskHandlers = {
    work: () => ({ Payload: 'state' }),
    [`${CHARGE}:live`]: () => 'alias',
    charge: () => 'name',
    'arn:aws:states:::lambda:invoke': () => ({ Payload: 'resource' }),
  };

  test('by the state, then by the function, then by the resource', async () => {
    const rest = Object.entries(all);
    const found: Outcome[] = [];
    for (; rest.length > 0; rest.shift()) found.push(await runTask(invoke, Object.fromEntries(rest)));
    expect(found).toEqual(['state', 'alias', 'name', 'resource'].map(succeeded));
  });

  test.each(['charge', 'charge:live', '123456789012:function:charge', CHARGE, `${CHARGE}:7`])(
    'by the bare name of %s',
    async (FunctionName) => {
      const fields = { ...invoke, Arguments: { FunctionName } };
      expect(await runTask(fields, { charge: () => 'found' })).toEqual(succeeded('found'));
    },
  );

  test('by no name of what every object has', async () => {
    const definition = machine({ toString: task() });
    await expect(run(definition, {}, { task: taskHandlers({}) })).rejects.toThrow(NoTaskHandler);
  });

  test('or the test is told what there is', async () => {
    const fields = { Arguments: { FunctionName: 'pay' }, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'work' }] };
    await expect(runTask(fields, { charge: () => 1, other: () => 2 })).rejects.toThrow(
      "No handler for the task of the state 'work' (arn:aws:states:::lambda:invoke, function pay). " +
        'There are handlers for charge, other.',
    );
  });
});

describe('the handler of a state or a resource', () => {
  test('gets the arguments and answers for the service', async () => {
    const handlers: TaskHandlers = {
      'arn:aws:states:::sqs:sendMessage': (input: { Body: string }, { state }) => ({ sent: input.Body, from: state }),
    };
    const fields = { Resource: 'arn:aws:states:::sqs:sendMessage', Arguments: { Body: 'hello' } };
    expect(await runTask(fields, handlers)).toEqual(succeeded({ sent: 'hello', from: 'work' }));
  });

  test('may change what it gets, and answer what becomes JSON', async () => {
    const definition = machine({
      work: task({ Output: { before: '{% $states.input %}', result: '{% $states.result %}' } }),
    });
    const handlers: TaskHandlers = {
      work: (input: { n: number }) => {
        input.n = 2;
        return { ...input, at: new Date(0), none: undefined };
      },
    };
    const outcome = await run(definition, { n: 1 }, { task: taskHandlers(handlers) });
    expect(outcome).toEqual(succeeded({ before: { n: 1 }, result: { n: 2, at: '1970-01-01T00:00:00.000Z' } }));
    expect(await runTask({}, { work: () => undefined })).toEqual(succeeded(null));
  });

  test('fails its state with the name and the message of what it throws', async () => {
    const work = (): never => {
      throw Object.assign(new Error('slow down'), { name: 'SQS.AmazonSQSException' });
    };
    expect(await runTask({}, { work })).toEqual({
      status: 'FAILED',
      error: 'SQS.AmazonSQSException',
      cause: 'slow down',
    });
  });
});

describe('a function', () => {
  const invoke = (Payload: Json): Partial<TaskState> => ({ Arguments: { FunctionName: 'charge', Payload } });
  const echo: TaskHandlers = { charge: (input) => input };

  test('that is called by its ARN gets the input and gives the output', async () => {
    const handlers: TaskHandlers = { charge: ({ n }: { n: number }) => n + 1 };
    expect(await runTask({ Resource: CHARGE }, handlers)).toEqual(succeeded(2));
    expect(await runTask({ Resource: CHARGE }, { [CHARGE]: () => 'by ARN' })).toEqual(succeeded('by ARN'));
  });

  test('that is invoked gets the payload, and its result is wrapped', async () => {
    expect(await runTask(invoke({ n: 1 }), echo)).toEqual(
      succeeded({
        ExecutedVersion: '$LATEST',
        Payload: { n: 1 },
        SdkHttpMetadata: { HttpStatusCode: 200 },
        SdkResponseMetadata: { RequestId: expect.any(String) },
        StatusCode: 200,
      } as unknown as Json),
    );
    const version = { Arguments: { FunctionName: 'charge', Qualifier: '7' }, Output: '{% $states.result %}' };
    expect(await runTask(version, echo)).toMatchObject({ output: { ExecutedVersion: '7', Payload: {} } });
  });

  test.each([
    ['0.0', 0],
    ['"text"', 'text'],
    ['[]', []],
  ])('takes the text %s for JSON', async (text, value) => {
    expect(await runTask(invoke(text), echo)).toMatchObject({ output: { Payload: value } });
  });

  test('fails with text that is no JSON before it is called', async () => {
    expect(await runTask(invoke('nothing'), echo)).toMatchObject({
      error: 'Lambda.InvalidRequestContentException',
    });
  });

  test('throws as a function of Node does', async () => {
    class PaymentRefused extends Error {
      override readonly name = 'PaymentRefused';
    }
    const refuse: TaskHandlers = {
      charge: () => {
        throw new PaymentRefused('no money');
      },
    };
    const failed = {
      status: 'FAILED',
      error: 'PaymentRefused',
      cause: '{"errorType":"PaymentRefused","errorMessage":"no money","trace":[]}',
    };
    expect(await runTask(invoke({}), refuse)).toEqual(failed);
    expect(await runTask({ Resource: CHARGE }, refuse)).toEqual(failed);
    const text: TaskHandlers = {
      charge: () => {
        const thrown: unknown = 'no money';
        throw thrown;
      },
    };
    expect(await runTask(invoke({}), text)).toMatchObject({ error: 'string' });
  });

  test('lets the service fail', async () => {
    const throttled: TaskHandlers = {
      charge: () => Promise.reject(Object.assign(new Error('Rate'), { name: 'Lambda.TooManyRequestsException' })),
    };
    expect(await runTask(invoke({}), throttled)).toEqual({
      status: 'FAILED',
      error: 'Lambda.TooManyRequestsException',
      cause: 'Rate',
    });
  });

  test('is not called for what has no answer', async () => {
    const fields = { Arguments: { FunctionName: 'charge', InvocationType: 'Event' } };
    await expect(runTask(fields, echo)).rejects.toThrow('InvocationType "Event"');
    const callback = { ...invoke({}), Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' };
    await expect(runTask(callback, echo)).rejects.toThrow('give taskHandlers the option tokens');
  });
});

describe('with tokens', () => {
  const Resource = 'arn:aws:states:::lambda:invoke.waitForTaskToken';
  const Arguments = { FunctionName: 'ask', Payload: { token: '{% $states.context.Task.Token %}' } };

  test('a function gives the token away, and somebody else answers', async () => {
    const events: HistoryEvent[] = [];
    const tokens = taskTokens(simulatedClock());
    const ask = ({ token }: { token: string }): string => {
      setImmediate(() => tokens.succeed(token, { approved: true }));
      return 'asked';
    };
    const outcome = await runTask({ Resource, Arguments }, { ask }, { tokens }, (event) => void events.push(event));
    expect(outcome).toEqual(succeeded({ approved: true }));
    expect(events[4]).toMatchObject({ type: 'TaskSubmitted', details: { output: { Payload: 'asked' } } });
  });

  test('the answer may come before the call is through', async () => {
    const tokens = taskTokens(simulatedClock());
    const ask = ({ token }: { token: string }): void => tokens.succeed(token, 'at once');
    expect(await runTask({ Resource, Arguments }, { ask }, { tokens })).toEqual(succeeded('at once'));
  });

  test('a call that fails is the failure of the task', async () => {
    const tokens = taskTokens(simulatedClock());
    const ask = (): never => {
      throw new TypeError('nobody there');
    };
    expect(await runTask({ Resource, Arguments }, { ask }, { tokens })).toMatchObject({ error: 'TypeError' });
  });

  test('a state may answer the token of a task beside it', async () => {
    const tokens = taskTokens(simulatedClock());
    let token = '';
    const answer = (action: string, rest: Record<string, Json>): TaskState => ({
      ...task({ Resource: `arn:aws:states:::aws-sdk:sfn:${action}` }),
      Arguments: { TaskToken: '{% $states.input.token %}', ...rest },
    });
    const outcomeOf = async (action: string, rest: Record<string, Json>): Promise<Outcome> => {
      const asked = runTask(
        { Resource, Arguments },
        { ask: (given: { token: string }) => void ({ token } = given) },
        { tokens },
      );
      while (token === '') await new Promise(setImmediate);
      const own = { task: taskHandlers({}, { tokens }) };
      const definition = machine({ answer: answer(action, rest) });
      expect(await run(definition, { token }, own)).toEqual(succeeded({}));
      const outcome = await asked;
      expect(await run(definition, { token }, own)).toMatchObject({
        error: 'Sfn.TaskTimedOutException',
        cause: expect.stringMatching(
          /^Task Timed Out: 'Provided task does not exist anymore' \(Service: Sfn, /,
        ) as unknown as string,
      });
      token = '';
      return outcome;
    };
    expect(await outcomeOf('sendTaskSuccess', { Output: '{"n":1}' })).toEqual(succeeded({ n: 1 }));
    expect(await outcomeOf('sendTaskSuccess', { Output: { n: 2 } })).toEqual(succeeded({ n: 2 }));
    expect(await outcomeOf('sendTaskFailure', { Error: 'No' })).toEqual({ status: 'FAILED', error: 'No' });
    const own = { task: taskHandlers({}, { tokens }) };
    expect(await run(machine({ answer: answer('sendTaskHeartbeat', {}) }), { token: 'x' }, own)).toMatchObject({
      error: 'Sfn.InvalidTokenException',
    });
    expect(await run(machine({ answer: answer('sendTaskSuccess', { Output: '{' }) }), { token }, own)).toMatchObject({
      error: 'Sfn.InvalidOutputException',
    });
  });

  test('the token of a job that is waited for may be answered before it ends', async () => {
    const tokens = taskTokens(simulatedClock());
    const resource = 'arn:aws:states:::batch:submitJob.sync';
    let token = '';
    const first: TaskHandlers = {
      work: (_, request) => {
        token = request.token ?? '';
        tokens.succeed(token, 'by token');
        return new Promise(() => undefined);
      },
    };
    expect(await runTask({ Resource: resource }, first, { tokens })).toEqual(succeeded('by token'));
    const last: TaskHandlers = { work: (_, request) => void (token = request.token ?? '') };
    expect(await runTask({ Resource: resource }, last, { tokens })).toEqual(succeeded(null));
    expect(() => tokens.succeed(token, 'too late')).toThrow('does not exist anymore');
  });

  test('activities are for workers, unless there is a handler', async () => {
    const activity = 'arn:aws:states:us-east-1:123456789012:activity:print';
    const tokens = taskTokens(simulatedClock());
    const poll = tokens.poll(activity, { worker: 'w' });
    const outcome = runTask({ Resource: activity }, {}, { tokens });
    const given = await poll;
    tokens.succeed(given?.token ?? '', given?.input ?? null);
    expect(await outcome).toEqual(succeeded({ n: 1 }));
    expect(await runTask({ Resource: activity }, { [activity]: () => 'done' }, { tokens })).toEqual(succeeded('done'));
  });
});
