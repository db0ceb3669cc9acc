import { describe, expect, it } from '@jest/globals';
import type { StateMachine } from '@flowmap/asl/language';
import { run, simulatedClock } from '@flowmap/engine';
import { mockTasks } from '../../src/mocks/mock-tasks.js';
import { readMocks } from '../../src/mocks/read-mocks.js';

const TASK = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true } as const;
const RETRY = [{ ErrorEquals: ['Busy'], IntervalSeconds: 30, MaxAttempts: 1 }];

function runWith(definition: StateMachine, mocks: unknown): ReturnType<typeof run> {
  return run(
    definition,
    null,
    {
      task: mockTasks(readMocks(mocks).states, ({ state }, { calls, isMocked }) =>
        Promise.reject(Object.assign(new Error(`${state} ${calls} ${isMocked}`), { name: 'Unanswered' })),
      ),
      clock: simulatedClock(),
      random: () => 0.5,
      uuid: () => '00000000-0000-4000-8000-000000000000',
    },
    {},
  );
}

describe('mocked tasks', () => {
  it('answer call by call, counted over retries and iterations, as in AWS Step Functions Local', async () => {
    const definition: StateMachine = {
      QueryLanguage: 'JSONata',
      StartAt: 'Each',
      States: {
        Each: {
          Type: 'Map',
          Items: '{% [1, 2] %}',
          MaxConcurrency: 1,
          ItemProcessor: { StartAt: 'Call', States: { Call: { ...TASK, Retry: RETRY } } },
          End: true,
        },
      },
    };
    const mocks = { Call: { '0': { Throw: { Error: 'Busy' } }, '1': { Return: 'one' }, '2': { Return: 'two' } } };
    expect(await runWith(definition, mocks)).toEqual({ status: 'SUCCEEDED', output: ['one', 'two'] });
  });

  it('fail with the Error and the Cause of the mock', async () => {
    const definition: StateMachine = { QueryLanguage: 'JSONata', StartAt: 'Call', States: { Call: TASK } };
    expect(await runWith(definition, { Call: { Throw: { Error: 'Gone', Cause: 'for good' } } })).toEqual({
      status: 'FAILED',
      error: 'Gone',
      cause: 'for good',
    });
  });

  it('leave what they do not answer to somebody else', async () => {
    const definition: StateMachine = {
      QueryLanguage: 'JSONata',
      StartAt: 'Call',
      States: { Call: { ...TASK, Retry: RETRY } },
    };
    expect(await runWith(definition, { Call: [{ Throw: { Error: 'Busy' } }] })).toMatchObject({ cause: 'Call 1 true' });
    expect(await runWith(definition, {})).toMatchObject({ error: 'Unanswered', cause: 'Call 0 false' });
  });
});
