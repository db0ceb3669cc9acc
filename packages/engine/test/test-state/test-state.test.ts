import { describe, expect, test } from '@jest/globals';
import type { Json } from '@flowmap/asl/language';
import { NoTaskHandler } from '../../src/states/task-failure.js';
import { testState, type TestStateRequest, type TestStateResult } from '../../src/test-state/index.js';

const ROLE = 'arn:aws:iam::123456789012:role/any';

async function tested(
  definition: object,
  request: Omit<TestStateRequest, 'definition'> = {},
): Promise<TestStateResult> {
  return await testState({ definition: JSON.stringify({ QueryLanguage: 'JSONata', ...definition }), ...request });
}

const CALL = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { n: '{% $states.input.n %}' },
  End: true,
};

test('a state is run with what the request says', async () => {
  const definition = { Type: 'Pass', Output: '{% $states.input.n + $add %}', Assign: { seen: true }, Next: 'Later' };
  const request = { input: '{"n":1}', variables: '{"add":2}', inspectionLevel: 'DEBUG' } as const;
  expect(await tested(definition, request)).toEqual({
    status: 'SUCCEEDED',
    output: '3',
    nextState: 'Later',
    inspectionData: { input: '{"n":1}', variables: '{"add":2,"seen":true}' },
  });
});

test('a Task that is not mocked asks its port, once', async () => {
  const asked: Json[] = [];
  const definition = JSON.stringify({ QueryLanguage: 'JSONata', ...CALL, Retry: [{ ErrorEquals: ['Busy'] }] });
  const task = ({ arguments: args }: { readonly arguments: Json }): Promise<Json> => {
    asked.push(args);
    return Promise.reject(Object.assign(new Error('later'), { name: 'Busy' }));
  };
  expect(await testState({ definition, roleArn: ROLE, input: '{"n":1}', inspectionLevel: 'TRACE' }, { task })).toEqual({
    status: 'RETRIABLE',
    error: 'Busy',
    cause: 'later',
    inspectionData: {
      input: '{"n":1}',
      afterArguments: '{"n":1}',
      errorDetails: { retryIndex: 0, retryBackoffIntervalSeconds: 1 },
    },
  });
  expect(asked).toEqual([{ n: 1 }]);
});

test('a Task for which there is nobody is a mistake of the test', async () => {
  await expect(tested(CALL, { roleArn: ROLE, input: '{"n":1}' })).rejects.toBeInstanceOf(NoTaskHandler);
});

test('a retrier that has no attempts left gives way to the catcher', async () => {
  const definition = {
    ...CALL,
    Retry: [{ ErrorEquals: ['Other'] }, { ErrorEquals: ['Busy'], MaxAttempts: 2 }],
    Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $states.errorOutput.Cause %}', Next: 'Repair' }],
  };
  const request = {
    input: '{"n":1}',
    mock: { errorOutput: { error: 'Busy', cause: 'again' } },
    stateConfiguration: { retrierRetryCount: 2 },
    inspectionLevel: 'DEBUG',
  } as const;
  expect(await tested(definition, request)).toEqual({
    status: 'CAUGHT_ERROR',
    error: 'Busy',
    cause: 'again',
    output: '"again"',
    nextState: 'Repair',
    inspectionData: { input: '{"n":1}', afterArguments: '{"n":1}', errorDetails: { retryIndex: 1, catchIndex: 0 } },
  });
});

test('an expression that fails is told without the place in an execution', async () => {
  expect(await tested(CALL, { mock: { result: '{}' } })).toEqual({
    status: 'FAILED',
    error: 'States.QueryEvaluationError',
    cause: `The JSONata expression '$states.input.n' specified for the field 'Arguments/n' returned nothing (undefined).`,
  });
});

test('a state inside a Map has an item; outside it has none', async () => {
  const inner = {
    Type: 'Pass',
    Output: '{% $exists($states.context.Map) ? $states.context.Map.Item : "none" %}',
    End: true,
  };
  const machine = {
    StartAt: 'Each',
    States: {
      Each: {
        Type: 'Map',
        ItemProcessor: {
          StartAt: 'Both',
          States: { Both: { Type: 'Parallel', Branches: [{ StartAt: 'In', States: { In: inner } }], End: true } },
        },
        Next: 'Out',
      },
      Out: inner,
    },
  };
  expect((await tested(machine, { stateName: 'In', input: '"x"' })).output).toBe('{"Index":0,"Value":"x"}');
  expect((await tested(machine, { stateName: 'Out', input: '"x"' })).output).toBe('"none"');
});

test('a context is taken as it is', async () => {
  const definition = { ...CALL, Arguments: {}, Output: '{% $states.context %}' };
  const request = { context: '{"Execution":{"Name":"mine"}}', mock: { result: '{}' } };
  expect((await tested(definition, request)).output).toBe('{"Execution":{"Name":"mine"}}');
});

test('with a token, the context has one', async () => {
  const definition = {
    ...CALL,
    Resource: `${CALL.Resource}.waitForTaskToken`,
    Arguments: { t: '{% $states.context.Task.Token %}' },
  };
  const { inspectionData } = await tested(definition, { mock: { result: '1' }, inspectionLevel: 'DEBUG' });
  expect(inspectionData?.afterArguments).toBe('{"t":"token"}');
});

describe('a Map', () => {
  const map = {
    Type: 'Map',
    ItemSelector: { at: '{% $states.context.Map.Item.Index %}', value: '{% $states.context.Map.Item.Value %}' },
    ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { all: true } },
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: 'In',
      States: { In: { Type: 'Pass', End: true } },
    },
    ToleratedFailurePercentage: 50,
    End: true,
  };
  const selected = [0, 1, 2].map((at) => ({ at, value: 'abc'[at] }));

  test('shows what its items come to', async () => {
    const { status, inspectionData } = await tested(
      { ...map, Items: '{% $states.input %}' },
      { input: '["a","b","c"]', mock: { result: '[1,2]' }, inspectionLevel: 'DEBUG' },
    );
    expect(status).toBe('SUCCEEDED');
    expect(inspectionData).toEqual({
      input: '["a","b","c"]',
      afterItemSelector: JSON.stringify(selected),
      afterItemBatcher: JSON.stringify([
        { BatchInput: { all: true }, Items: selected.slice(0, 2) },
        { BatchInput: { all: true }, Items: selected.slice(2) },
      ]),
      maxConcurrency: 0,
      toleratedFailurePercentage: 50,
    });
  });

  const reader = (ReaderConfig: object): object => ({
    ...map,
    ItemBatcher: undefined,
    ItemReader: { Resource: 'arn:aws:states:::s3:getObject', ReaderConfig, Arguments: { Bucket: 'b', Key: 'k' } },
  });

  test('reads its items from the data of the request', async () => {
    const read = async (
      ReaderConfig: object,
      mapItemReaderData?: string,
    ): Promise<TestStateResult['inspectionData']> => {
      const request = {
        mock: { result: '[]' },
        inspectionLevel: 'DEBUG',
        stateConfiguration: { mapItemReaderData },
      } as const;
      return (await tested(reader(ReaderConfig), request)).inspectionData;
    };
    const json = { InputType: 'JSON', ItemsPointer: '/items' };
    expect(await read(json, '{"items":["a","b","c"]}')).toMatchObject({
      afterItemsPointer: '["a","b","c"]',
      afterItemSelector: JSON.stringify(selected),
    });
    expect(await read({ InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' }, 'x,y\n1,2\n')).toMatchObject({
      afterItemSelector: '[{"at":0,"value":{"x":"1","y":"2"}}]',
    });
    expect(await read(json)).toEqual({ input: '{}', maxConcurrency: 0, toleratedFailurePercentage: 50 });
  });

  test('fails where its data cannot be read', async () => {
    const stateConfiguration = { mapItemReaderData: '7' };
    const request = { mock: { result: '[]' }, stateConfiguration };
    expect(await tested(reader({ InputType: 'JSON' }), request)).toMatchObject({
      status: 'FAILED',
      error: 'States.ItemReaderFailed',
    });
  });

  test('tolerates a share of its items', async () => {
    const failed = async (mapIterationFailureCount: number): Promise<string | undefined> => {
      const request = { input: '[1,2]', mock: { result: '[1,2]' }, stateConfiguration: { mapIterationFailureCount } };
      return (await tested(map, request)).error;
    };
    expect([await failed(1), await failed(2)]).toEqual([undefined, 'States.ExceedToleratedFailureThreshold']);
  });
});
