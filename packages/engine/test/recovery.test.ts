import { describe, expect, test } from '@jest/globals';
import type { Catcher, Retrier } from '@flowmap/asl/language';
import { run, type TaskRequest } from '../src/index.js';
import { machine, task } from './machines.js';
import { ports } from './ports.js';

function failing(name: string, message = 'why'): Error {
  return Object.assign(new Error(message), { name });
}

/** Runs a task that fails as often as there are names, and gives the times of its attempts in seconds. */
async function attempts(retry: readonly Retrier[], names: readonly string[], catchers: readonly Catcher[] = []) {
  const times: number[] = [];
  const counts: number[] = [];
  const use = ports((request: TaskRequest) => {
    times.push(use.clock.now() / 1000);
    counts.push(request.attempt);
    const name = names[request.attempt];
    if (name !== undefined) throw failing(name);
    return 'done';
  });
  const caught = { Type: 'Pass', End: true } as const;
  const states = { work: task({ Retry: retry, Catch: catchers }), ...(catchers.length === 0 ? {} : { caught }) };
  return { outcome: await run(machine(states), {}, use), times, counts };
}

describe('Retry', () => {
  test('waits longer each time, up to MaxDelaySeconds', async () => {
    const retry = [{ ErrorEquals: ['A'], IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 4, MaxDelaySeconds: 10 }];
    const { outcome, times, counts } = await attempts(retry, ['A', 'A', 'A', 'A']);
    expect(outcome).toEqual({ status: 'SUCCEEDED', output: 'done' });
    expect(times).toEqual([0, 2, 8, 18, 28]);
    expect(counts).toEqual([0, 1, 2, 3, 4]);
  });

  test('draws the whole wait with full jitter', async () => {
    const { times } = await attempts([{ ErrorEquals: ['A'], IntervalSeconds: 8, JitterStrategy: 'FULL' }], ['A', 'A']);
    expect(times).toEqual([0, 4, 12]);
  });

  test('counts per retrier, and the first that names the error decides', async () => {
    const retry = [
      { ErrorEquals: ['A'], MaxAttempts: 1 },
      { ErrorEquals: ['States.ALL'], MaxAttempts: 2 },
    ];
    expect((await attempts(retry, ['A', 'B', 'B'])).outcome.status).toBe('SUCCEEDED');
    const { outcome, counts } = await attempts(retry, ['A', 'B', 'A']);
    expect(outcome).toEqual({ status: 'FAILED', error: 'A', cause: 'why' });
    expect(counts).toEqual([0, 1, 2]);
  });

  test('MaxAttempts defaults to 3, and 0 never retries', async () => {
    expect((await attempts([{ ErrorEquals: ['A'] }], ['A', 'A', 'A', 'A'])).times).toEqual([0, 1, 3, 7]);
    expect((await attempts([{ ErrorEquals: ['A'], MaxAttempts: 0 }], ['A'])).times).toEqual([0]);
  });

  test.each([
    ['States.TaskFailed', 'Any', true],
    ['States.TaskFailed', 'States.Timeout', false],
    ['States.Timeout', 'States.HeartbeatTimeout', true],
    ['States.ALL', 'States.Timeout', true],
    ['Other', 'Any', false],
  ])('%s matches %s: %s', async (pattern, error, isMatch) => {
    const { times } = await attempts([{ ErrorEquals: [pattern], MaxAttempts: 1 }], [error]);
    expect(times.length).toBe(isMatch ? 2 : 1);
  });

  test('the context object counts the retries', async () => {
    const seen: unknown[] = [];
    const definition = machine({
      work: task({ Arguments: '{% $states.context.State.RetryCount %}', Retry: [{ ErrorEquals: ['A'] }] }),
    });
    await run(
      definition,
      {},
      ports(({ arguments: count }) => {
        seen.push(count);
        if (count !== 2) throw failing('A');
        return null;
      }),
    );
    expect(seen).toEqual([0, 1, 2]);
  });
});

describe('Catch', () => {
  test('comes after the retriers and goes on with its Output', async () => {
    const { outcome, times } = await attempts(
      [{ ErrorEquals: ['A'], MaxAttempts: 1 }],
      ['A', 'A'],
      [
        { ErrorEquals: ['B'], Next: 'work' },
        { ErrorEquals: ['States.ALL'], Next: 'caught', Output: { failed: '{% $states.errorOutput %}', by: 'me' } },
      ],
    );
    expect(outcome).toEqual({ status: 'SUCCEEDED', output: { failed: { Error: 'A', Cause: 'why' }, by: 'me' } });
    expect(times.length).toBe(2);
  });

  test('gives the error where it has no Output', async () => {
    const { outcome } = await attempts([], ['A'], [{ ErrorEquals: ['A'], Next: 'caught' }]);
    expect(outcome).toEqual({ status: 'SUCCEEDED', output: { Error: 'A', Cause: 'why' } });
  });

  test('sees a failed evaluation of the state, and of its Output', async () => {
    for (const field of ['Arguments', 'Output']) {
      const states = {
        work: task({
          [field]: '{% $states.input.missing %}',
          Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'end' }],
        }),
        end: { Type: 'Pass', Output: '{% $states.input.Error %}', End: true },
      } as const;
      const outcome = await run(
        machine(states),
        {},
        ports(() => 1),
      );
      expect(outcome).toEqual({ status: 'SUCCEEDED', output: 'States.QueryEvaluationError' });
    }
  });

  test('never sees States.Runtime', async () => {
    const definition = machine({
      both: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'wait', States: { wait: { Type: 'Wait', Timestamp: '2999-01-01T00:00:00Z', End: true } } },
        ],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'end' }],
        End: true,
      },
      end: { Type: 'Succeed' },
    });
    expect(
      await run(
        definition,
        {},
        ports(() => 1),
      ),
    ).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });
});
