import { describe, expect, test } from '@jest/globals';
import { DefinitionError, type HistoryEvent, NoTaskHandler, type Ports, run, start } from '../src/index.js';
import { machine, mapOf, numbers, task } from './machines.js';
import { ports } from './ports.js';

const pass = machine({ pass: { Type: 'Pass', Output: '{% $states.input.n + 1 %}', End: true } });

async function all(events: AsyncIterable<HistoryEvent>): Promise<string[]> {
  const types: string[] = [];
  for await (const { type } of events) types.push(type);
  return types;
}

describe('an execution that was started', () => {
  test('tells its events and its outcome', async () => {
    const recorded: HistoryEvent[] = [];
    const running = start(pass, { n: 1 }, { record: (event) => void recorded.push(event) });
    const [types, same] = await Promise.all([all(running.events()), all(running.events())]);
    expect(types).toEqual(['ExecutionStarted', 'PassStateEntered', 'PassStateExited', 'ExecutionSucceeded']);
    expect(same).toEqual(types);
    expect(recorded.map(({ type }) => type)).toEqual(types);
    expect(await running.outcome).toEqual({ status: 'SUCCEEDED', output: 2 });
    expect(await all(running.events())).toEqual([]);
  });

  test('is refused before it begins', () => {
    expect(() => start(machine({ pass: { Type: 'Pass', Next: 'nowhere' } }), {})).toThrow(DefinitionError);
  });

  test('waits for a slow reader, and takes no memory for it', async () => {
    let recorded = 0;
    const running = start(mapOf({ Type: 'Pass', End: true }), numbers(1000), { record: () => void (recorded += 1) });
    const events = running.events();
    await events.next();
    for (let i = 0; i < 100; i += 1) await new Promise(setImmediate);
    const ahead = recorded;
    expect(ahead).toBeLessThan(500);
    expect(1 + (await all(events)).length).toBe(recorded);
    expect(recorded).toBe(4 * 1000 + 6);
    expect(await running.outcome).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('goes on without a reader that has left', async () => {
    const running = start(mapOf({ Type: 'Pass', End: true }), numbers(1000));
    let seen = 0;
    for await (const _ of running.events()) {
      seen += 1;
      if (seen === 3) break;
    }
    expect(await running.outcome).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('waits for its recorder as well as for its readers', async () => {
    let taken = 0;
    const running = start(pass, { n: 1 }, { record: () => Promise.resolve().then(() => void (taken += 1)) });
    const types = await all(running.events());
    expect(await running.outcome).toMatchObject({ status: 'SUCCEEDED' });
    expect([types.length, taken]).toEqual([4, 4]);
  });

  test('throws a broken port to those that read it, after the last event', async () => {
    const running = start(machine({ work: task() }), {});
    const types: string[] = [];
    await expect(
      (async () => {
        for await (const { type } of running.events()) types.push(type);
      })(),
    ).rejects.toThrow(NoTaskHandler);
    expect(types.at(-1)).toBe('TaskStarted');
    await expect(running.outcome).rejects.toThrow(NoTaskHandler);
  });
});

describe('aborting', () => {
  const waiting = machine({ wait: { Type: 'Wait', Seconds: 1000, End: true } });

  test('is told in the outcome and in the history', async () => {
    const running = start(waiting, {});
    const events: HistoryEvent[] = [];
    for await (const event of running.events()) {
      events.push(event);
      if (event.type === 'WaitStateEntered') running.abort('Operator', 'not today');
    }
    expect(await running.outcome).toEqual({ status: 'ABORTED', error: 'Operator', cause: 'not today' });
    expect(events.at(-1)).toMatchObject({
      type: 'ExecutionAborted',
      details: { error: 'Operator', cause: 'not today' },
    });
  });

  test('needs no reason, may come before the beginning, and after the end', async () => {
    const early = start(waiting, {});
    early.abort();
    expect(await early.outcome).toEqual({ status: 'ABORTED' });
    const late = start(pass, { n: 1 });
    const outcome = await late.outcome;
    late.abort('too late');
    expect(await late.outcome).toBe(outcome);
  });

  test('comes from the signal of the options too', async () => {
    const controller = new AbortController();
    const running = start(waiting, {}, {}, { signal: controller.signal });
    controller.abort();
    expect(await running.outcome).toEqual({ status: 'ABORTED' });
    expect(await start(waiting, {}, {}, { signal: controller.signal }).outcome).toEqual({ status: 'ABORTED' });
  });

  test('names its reason at the execution itself, not at its children', async () => {
    const running = start(mapOf({ Type: 'Wait', Seconds: 60, End: true }, {}, true), [1, 2]);
    const aborted: HistoryEvent[] = [];
    for await (const event of running.events()) {
      if (event.type === 'WaitStateEntered') running.abort('Operator');
      if (event.type === 'ExecutionAborted') aborted.push(event);
    }
    expect(aborted.map(({ mapRun, details }) => [mapRun === undefined, details])).toEqual([
      [false, {}],
      [false, {}],
      [true, { error: 'Operator' }],
    ]);
  });
});

describe('ports that are not given', () => {
  const random = machine({
    draw: {
      Type: 'Pass',
      Output: { id: '{% $uuid() %}', numbers: '{% [1..5].$random() %}', now: '{% $millis() %}' },
      End: true,
    },
  });

  test('are the same in each run', async () => {
    const outcome = await run(
      machine({
        wait: { Type: 'Wait', Seconds: 3600, Next: 'id' },
        id: {
          Type: 'Pass',
          Output: ['{% $uuid() %}', '{% $random() %}', '{% $random() %}', '{% $states.context.State.EnteredTime %}'],
          End: true,
        },
      }),
      {},
    );
    expect(outcome).toEqual({
      status: 'SUCCEEDED',
      output: [
        '00000000-0000-4000-8000-000000000002',
        expect.any(Number),
        expect.any(Number),
        '2025-01-01T01:00:00.000Z',
      ],
    });
    const { output } = outcome as { output: readonly number[] };
    expect(output[1]).not.toBe(output[2]);
    const draws = async (): Promise<unknown> => {
      const again = await run(random, {});
      return again.status === 'SUCCEEDED' && (again.output as { numbers: unknown }).numbers;
    };
    expect(await draws()).toEqual(await draws());
  });

  test('leave those that are given alone, also where they are methods', async () => {
    class Host {
      calls = 0;
      task(): Promise<number> {
        this.calls += 1;
        return Promise.resolve(this.calls);
      }
      uuid(): string {
        return `host-${this.calls}`;
      }
    }
    const host = new Host();
    const events: HistoryEvent[] = [];
    const given: Partial<Ports> = host;
    const definition = machine({ work: task({ Next: 'again' }), again: task() });
    expect(await run(definition, {}, given)).toEqual({ status: 'SUCCEEDED', output: 2 });
    const whole = ports(() => 7, events);
    expect(await run(definition, {}, whole)).toEqual({ status: 'SUCCEEDED', output: 7 });
    expect(events[0]).toMatchObject({ timestamp: 0 });
  });

  test('do no task', async () => {
    await expect(run(machine({ work: task() }), {})).rejects.toThrow(
      "No handler for the task of the state 'work' (arn:aws:states:::lambda:invoke). There are no handlers.",
    );
  });
});
