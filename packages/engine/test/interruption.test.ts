import { describe, expect, test } from '@jest/globals';
import { type HistoryEvent, run, type TaskRequest } from '../src/index.js';
import { machine, mapOf, numbers, task } from './machines.js';
import { ports } from './ports.js';

const never = new Promise<null>(() => undefined);

describe('a timeout', () => {
  test('of a task fails it with States.Timeout and aborts its signal', async () => {
    const events: HistoryEvent[] = [];
    let signal: AbortSignal | undefined;
    const use = ports((request) => {
      signal = request.signal;
      return never;
    }, events);
    const outcome = await run(machine({ work: task({ TimeoutSeconds: '{% $states.input %}' }) }), 5, use);
    expect(outcome).toEqual({ status: 'FAILED', error: 'States.Timeout' });
    expect(signal?.aborted).toBe(true);
    expect(use.clock.now()).toBe(5000);
    expect(events.map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskTimedOut',
      'ExecutionFailed',
    ]);
  });

  test('does not count the time that the work waits for a place to run', async () => {
    const use = ports(async ({ hold, signal }) => {
      const begin = hold();
      await use.clock.wait(60_000, signal);
      begin();
      await use.clock.wait(4000, signal);
      return null;
    }, []);
    expect(await run(machine({ work: task({ TimeoutSeconds: 5 }) }), {}, use)).toMatchObject({ status: 'SUCCEEDED' });
    expect(use.clock.now()).toBe(64_000);
  });

  test('counts all of the time when the work has begun', async () => {
    const use = ports(async ({ hold, signal }) => {
      const begin = hold();
      await use.clock.wait(60_000, signal);
      begin();
      begin();
      await use.clock.wait(6000, signal);
      return null;
    }, []);
    expect(await run(machine({ work: task({ TimeoutSeconds: 5 }) }), {}, use)).toMatchObject({
      error: 'States.Timeout',
    });
    expect(use.clock.now()).toBe(65_000);
  });

  test('of the machine ends the execution as TIMED_OUT', async () => {
    const events: HistoryEvent[] = [];
    const definition = machine({ work: { Type: 'Wait', Seconds: 60, End: true } }, { TimeoutSeconds: 7 });
    const use = ports(() => null, events);
    expect(await run(definition, {}, use)).toEqual({ status: 'TIMED_OUT', error: 'States.Timeout' });
    expect(events.map(({ type }) => type)).toEqual(['ExecutionStarted', 'WaitStateEntered', 'ExecutionTimedOut']);
    expect(use.clock.now()).toBe(7000);
  });

  test('of the machine leaves an execution that is done before alone', async () => {
    const definition = machine({ work: { Type: 'Wait', Seconds: 6, End: true } }, { TimeoutSeconds: 7 });
    expect(
      await run(
        definition,
        {},
        ports(() => null),
      ),
    ).toEqual({ status: 'SUCCEEDED', output: {} });
  });
});

describe('an abort', () => {
  test('ends an execution whose task does not listen', async () => {
    const events: HistoryEvent[] = [];
    const controller = new AbortController();
    const use = ports(() => {
      controller.abort();
      return never;
    }, events);
    expect(await run(machine({ work: task() }), {}, use, { signal: controller.signal })).toEqual({ status: 'ABORTED' });
    expect(events.at(-1)?.type).toBe('ExecutionAborted');
  });

  test('before the beginning runs no state', async () => {
    const events: HistoryEvent[] = [];
    const use = ports(() => 1, events);
    expect(await run(machine({ work: task() }), {}, use, { signal: AbortSignal.abort() })).toEqual({
      status: 'ABORTED',
    });
    expect(events.map(({ type }) => type)).toEqual(['ExecutionStarted', 'ExecutionAborted']);
  });

  test('reaches the children of a distributed map', async () => {
    const events: HistoryEvent[] = [];
    const controller = new AbortController();
    const use = ports(({ arguments: item }) => {
      if (item === 2) controller.abort();
      return never;
    }, events);
    const outcome = await run(mapOf(task(), {}, true), numbers(3), use, { signal: controller.signal });
    expect(outcome).toEqual({ status: 'ABORTED' });
    expect(events.filter(({ type }) => type === 'ExecutionAborted').length).toBe(4);
  });
});

describe('a failed branch', () => {
  const definition = machine({
    both: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'waits', States: { waits: { Type: 'Wait', Seconds: 100, End: true } } },
        { StartAt: 'works', States: { works: task() } },
        {
          StartAt: 'pauses',
          States: { pauses: { Type: 'Wait', Seconds: 1, Next: 'fails' }, fails: { Type: 'Fail', Error: 'E' } },
        },
      ],
      End: true,
    },
  });

  test('stops the others through their signals, and they say so', async () => {
    const events: HistoryEvent[] = [];
    const requests: TaskRequest[] = [];
    const use = ports((request) => {
      // The signal is made when it is asked for, even afterwards.
      requests.push(request);
      return never;
    }, events);
    expect(await run(definition, {}, use)).toEqual({ status: 'FAILED', error: 'E' });
    expect(use.clock.now()).toBe(1000);
    expect(requests[0]?.signal.aborted).toBe(true);
    expect(events.map(({ type }) => type).slice(-4)).toEqual([
      'WaitStateAborted',
      'TaskStateAborted',
      'ParallelStateFailed',
      'ExecutionFailed',
    ]);
  });
});

test('what the recorder throws ends the run, it is no failure of a state', async () => {
  const use = { ...ports(() => 1), record: () => Promise.reject(new Error('disk full')) };
  await expect(run(mapOf(task(), {}, true), [1], use)).rejects.toThrow('disk full');
});
