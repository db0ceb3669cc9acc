import { describe, expect, test } from '@jest/globals';
import type { Json, StateMachine } from '@flowmap/asl/language';
import type { HistoryEvent } from '../../src/index.js';
import { machine, numbers, task } from '../machines.js';
import { type Recording, recordedRun, type Work } from './recording.js';

const ARGUMENTS = { n: '{% $states.input %}' };
const echo: Work = ({ arguments: args }) => (args as { n?: Json }).n ?? args;

function failsFor(...inputs: readonly Json[]): Work {
  return (request, key) => {
    const { n } = request.arguments as { readonly n: Json };
    if (inputs.some((input) => JSON.stringify(input) === JSON.stringify(n))) {
      throw Object.assign(new Error('for now'), { name: 'Broken' });
    }
    return echo(request, key);
  };
}

async function redrive(
  definition: StateMachine,
  input: Json,
  past: readonly HistoryEvent[],
  work: Work = echo,
): Promise<Recording> {
  return await recordedRun(definition, input, work, { past, redrive: true, from: 10_000_000, seed: 1 });
}

const types = (events: readonly HistoryEvent[]): string[] =>
  events.filter(({ mapRun }) => mapRun === undefined).map(({ id, type }) => `${id} ${type}`);

describe('a redrive', () => {
  const row = machine({
    a: task({ Arguments: ARGUMENTS, Next: 'b' }),
    b: task({
      Arguments: { n: 2, redrives: '{% $states.context.Execution.RedriveCount %}' },
      Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }],
    }),
  });

  test('goes on from the state that failed, with new retries and the context of a redrive', async () => {
    const failed = await recordedRun(row, 1, failsFor(2));
    expect(failed.outcome.status).toBe('FAILED');
    const again = await redrive(row, 1, failed.events);
    expect(again.outcome).toEqual({ status: 'SUCCEEDED', output: 2 });
    expect(again.calls).toEqual(['b {"n":2,"redrives":1} 0']);
    expect(types(again.events)).toEqual([
      '15 ExecutionRedriven',
      '16 TaskScheduled',
      '17 TaskStarted',
      '18 TaskSucceeded',
      '19 TaskStateExited',
      '20 ExecutionSucceeded',
    ]);
    expect(again.events[0]).toMatchObject({ previousEventId: 14, details: { redriveCount: 1 } });
  });

  test('may fail, be redriven once more, and be cut off in between', async () => {
    const failed = await recordedRun(row, 1, failsFor(2));
    const second = await redrive(row, 1, failed.events, failsFor(2));
    expect(second.outcome).toEqual({ status: 'FAILED', error: 'Broken', cause: 'for now' });
    expect(second.calls).toEqual(['b {"n":2,"redrives":1} 0', 'b {"n":2,"redrives":1} 1']);
    const both = [...failed.events, ...second.events];
    const third = await redrive(row, 1, both);
    expect(third.calls).toEqual(['b {"n":2,"redrives":2} 0']);
    expect(third.outcome.status).toBe('SUCCEEDED');
    // A process that ends within the redrive goes on without redriving again.
    const cut = [...both, ...third.events.slice(0, 3)];
    const rest = await recordedRun(row, 1, echo, { past: cut, from: 20_000_000 });
    expect(rest.calls).toEqual(['b {"n":2,"redrives":2} 0']);
    expect(types(rest.events)[0]).toMatch(/TaskSucceeded$/);
  });

  test('of what has succeeded does nothing', async () => {
    const whole = await recordedRun(row, 1, echo);
    expect(await redrive(row, 1, whole.events)).toEqual({ outcome: whole.outcome, events: [], calls: [] });
  });

  test('runs only the iterations of an inline map again that had not ended well', async () => {
    const definition = machine({
      m: {
        Type: 'Map',
        MaxConcurrency: 2,
        ItemProcessor: {
          StartAt: 'i',
          States: { i: task({ Arguments: ARGUMENTS, Next: 'j' }), j: { Type: 'Pass', End: true } },
        },
        End: true,
      },
    });
    const failed = await recordedRun(definition, numbers(6), failsFor(3));
    expect(failed.outcome.status).toBe('FAILED');
    const done = failed.events.filter(({ type }) => type === 'MapIterationSucceeded').length;
    const again = await redrive(definition, numbers(6), failed.events);
    expect(again.outcome).toEqual({ status: 'SUCCEEDED', output: numbers(6) });
    expect(again.calls.length).toBe(6 - done);
    expect(again.events.some(({ type }) => type === 'MapStateStarted')).toBe(false);
  });

  test('runs only the branches of a Parallel again that had not ended well', async () => {
    const branch = (name: string, n: number) => ({ StartAt: name, States: { [name]: task({ Arguments: { n } }) } });
    const definition = machine({
      p: {
        Type: 'Parallel',
        Branches: [
          branch('a', 1),
          branch('b', 2),
          { StartAt: 'c', States: { c: { Type: 'Wait', Seconds: 9, End: true } } },
        ],
        Retry: [{ ErrorEquals: ['Broken'], MaxAttempts: 1 }],
        End: true,
      },
    });
    const failed = await recordedRun(definition, 0, failsFor(2));
    const again = await redrive(definition, 0, failed.events);
    expect(again.outcome).toEqual({ status: 'SUCCEEDED', output: [1, 2, 0] });
    expect(again.calls.filter((call) => call.startsWith('b'))).toHaveLength(1);
  });

  const distributed = (type: 'STANDARD' | 'EXPRESS'): StateMachine =>
    machine({
      m: {
        Type: 'Map',
        Label: 'm',
        MaxConcurrency: 1,
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: type },
          StartAt: 'before',
          States: {
            before: task({ Arguments: { first: ARGUMENTS.n }, Output: ARGUMENTS.n, Next: 'i' }),
            i: task({ Arguments: ARGUMENTS }),
          },
        },
        End: true,
      },
    });

  test('opens a Map Run again and redrives its STANDARD children', async () => {
    const definition = distributed('STANDARD');
    const failed = await recordedRun(definition, numbers(5), failsFor(2));
    expect(failed.outcome).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
    const again = await redrive(definition, numbers(5), failed.events);
    expect(again.outcome).toEqual({ status: 'SUCCEEDED', output: numbers(5) });
    expect(again.calls).toEqual([
      'i {"n":2} 0',
      ...[3, 4].flatMap((n) => [`before {"first":${n}} 0`, `i {"n":${n}} 0`]),
    ]);
    const redriven = again.events.filter(({ type }) => type.endsWith('Redriven'));
    expect(redriven.map(({ type, mapRun }) => `${type} ${mapRun === undefined ? 'parent' : 'child'}`)).toEqual([
      'ExecutionRedriven parent',
      'MapRunRedriven parent',
      'ExecutionRedriven child',
    ]);
    expect(types(again.events).map((type) => type.split(' ')[1])).toEqual([
      'ExecutionRedriven',
      'MapRunRedriven',
      'MapRunSucceeded',
      'MapStateSucceeded',
      'MapStateExited',
      'ExecutionSucceeded',
    ]);
  });

  test('of a Map Run that is cut off does not run a child again that failed within it', async () => {
    const definition = { ...distributed('STANDARD') };
    const failed = await recordedRun(definition, numbers(3), failsFor(1));
    const second = await redrive(definition, numbers(3), failed.events, failsFor(1));
    const ended = second.events.findIndex(({ type, mapRun }) => type === 'ExecutionFailed' && mapRun !== undefined);
    const cut = [...failed.events, ...second.events.slice(0, ended + 1)];
    const rest = await recordedRun(definition, numbers(3), echo, { past: cut, from: 20_000_000, seed: 2 });
    expect(rest.calls).toEqual([]);
    expect(rest.outcome).toEqual(second.outcome);
  });

  test('starts EXPRESS children anew', async () => {
    const definition = distributed('EXPRESS');
    const failed = await recordedRun(definition, numbers(3), failsFor(1));
    const again = await redrive(definition, numbers(3), failed.events);
    expect(again.outcome).toEqual({ status: 'SUCCEEDED', output: numbers(3) });
    expect(again.calls[0]).toBe('before {"first":1} 0');
    // Cut off, the new child goes on and not the old one.
    const cut = [...failed.events, ...again.events.slice(0, 8)];
    const rest = await recordedRun(definition, numbers(3), echo, { past: cut, from: 20_000_000, seed: 2 });
    expect(rest.outcome).toEqual(again.outcome);
    expect(rest.calls.some((call) => call.includes('"first":1'))).toBe(false);
  });

  test('starts a new Map Run where it was the result that could not be taken', async () => {
    const definition = distributed('STANDARD');
    const large: Work = () => 'x'.repeat(100_000);
    const failed = await recordedRun(definition, numbers(4), large);
    expect(failed.outcome).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
    const again = await redrive(definition, numbers(4), failed.events);
    expect(again.outcome.status).toBe('SUCCEEDED');
    expect(again.calls).toHaveLength(8);
    expect(again.events.filter(({ type }) => type === 'MapRunStarted')).toHaveLength(1);
  });

  test('of an execution whose time was over has its time again', async () => {
    const definition = machine(
      { a: task({ Arguments: ARGUMENTS, Next: 'w' }), w: { Type: 'Wait', Seconds: 50, End: true } },
      { TimeoutSeconds: 40 },
    );
    const failed = await recordedRun(definition, 1, echo);
    expect(failed.outcome.status).toBe('TIMED_OUT');
    const again = await redrive(definition, 1, failed.events);
    expect(again.outcome.status).toBe('TIMED_OUT');
    expect(again.calls).toEqual([]);
    const [redriven, ended] = again.events;
    expect((ended?.timestamp ?? 0) - (redriven?.timestamp ?? 0)).toBe(40_000);
  });
});
