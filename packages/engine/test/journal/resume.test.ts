import { describe, expect, test } from '@jest/globals';
import type { Json, StateMachine } from '@flowmap/asl/language';
import { type HistoryEvent, run } from '../../src/index.js';
import { PastError } from '../../src/journal/past-error.js';
import { machine, numbers, task } from '../machines.js';
import { ports } from '../ports.js';
import { type Recording, recordedRun, type Work } from './recording.js';

const ARGUMENTS = { Payload: '{% $states.input %}' };
const echo: Work = ({ arguments: args }) => args;
const RETRY = [{ ErrorEquals: ['Again'], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 1 }];

function failing(name: string): Error {
  return Object.assign(new Error('once more'), { name });
}

interface Sample {
  readonly definition: StateMachine;
  readonly input: Json;
  readonly work: Work;
}

const item = { StartAt: 'item', States: { item: task({ Arguments: ARGUMENTS, Retry: RETRY }) } };
const distributed = { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } } as const;
const flaky: Work = ({ arguments: args, attempt }) => {
  if (attempt === 0 && JSON.stringify(args).includes('3')) throw failing('Again');
  return args;
};

const SAMPLES: Readonly<Record<string, Sample>> = {
  'states in a row, with retries, a wait, variables and chance': {
    definition: machine({
      a: task({ Arguments: ARGUMENTS, Retry: RETRY, Assign: { x: '{% $uuid() %}' }, Next: 'b' }),
      b: { Type: 'Wait', Seconds: 3, Next: 'c' },
      c: { Type: 'Choice', Choices: [{ Condition: '{% $random() < 0.5 %}', Next: 'd' }], Default: 'e' },
      d: task({ Arguments: { x: '{% $x %}' }, Next: 'f' }),
      e: task({ Arguments: { x: '{% $x & "e" %}' }, Next: 'f' }),
      f: { Type: 'Pass', Output: { x: '{% $x %}', r: '{% $random() %}' }, End: true },
    }),
    input: 3,
    work: flaky,
  },
  'branches side by side': {
    definition: machine({
      p: {
        Type: 'Parallel',
        Branches: [
          {
            StartAt: 'a',
            States: { a: task({ Arguments: ARGUMENTS, Next: 'b' }), b: { Type: 'Wait', Seconds: 1, End: true } },
          },
          { StartAt: 'c', States: { c: task({ Arguments: ARGUMENTS, Retry: RETRY, Next: 'd' }), d: task() } },
          { StartAt: 'e', States: { e: { Type: 'Pass', End: true } } },
        ],
        Next: 'after',
      },
      after: task({ Arguments: ARGUMENTS }),
    }),
    input: 3,
    work: flaky,
  },
  'an inline map, three at a time': {
    definition: machine({ m: { Type: 'Map', ItemProcessor: item, MaxConcurrency: 3, Next: 'after' }, after: task() }),
    input: numbers(10),
    work: flaky,
  },
  'a map over chance': {
    definition: machine({
      m: {
        Type: 'Map',
        Items: '{% [1..5].($random() * 1000) %}',
        ItemProcessor: { ...item, ...distributed },
        MaxConcurrency: 2,
        End: true,
      },
    }),
    input: 0,
    work: echo,
  },
  'more iterations than compute at once': {
    definition: machine({ m: { Type: 'Map', ItemProcessor: item, End: true } }),
    input: numbers(60),
    work: flaky,
  },
  'a branch that fails, tries again and is caught': {
    definition: machine({
      p: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'slow', States: { slow: task({ Arguments: ARGUMENTS, Next: 'slower' }), slower: task() } },
          { StartAt: 'bad', States: { bad: task({ Arguments: ARGUMENTS }) } },
          { StartAt: 'w', States: { w: { Type: 'Wait', Seconds: 5, End: true } } },
        ],
        Retry: [{ ErrorEquals: ['Bad'], MaxAttempts: 1 }],
        Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $states.errorOutput.Error %}', Next: 'after' }],
        End: true,
      },
      after: task({ Arguments: ARGUMENTS }),
    }),
    input: 7,
    work: ({ state, arguments: args }) => {
      if (state === 'bad') throw failing('Bad');
      return args;
    },
  },
  'a distributed map that tolerates': {
    definition: machine({
      m: {
        Type: 'Map',
        ItemProcessor: { ...item, ...distributed },
        ToleratedFailureCount: 2,
        MaxConcurrency: 4,
        Output: '{% $count($states.result) %}',
        Next: 'after',
      },
      after: task({ Arguments: ARGUMENTS }),
    }),
    input: numbers(9),
    work: ({ arguments: args, attempt }) => {
      if (JSON.stringify(args).includes('5')) throw failing('Hard');
      if (attempt === 0 && JSON.stringify(args).includes('3')) throw failing('Again');
      return args;
    },
  },
  'a map in a branch in a child of a map': {
    definition: machine({
      m: {
        Type: 'Map',
        ItemProcessor: {
          ...distributed,
          StartAt: 'p',
          States: {
            p: {
              Type: 'Parallel',
              Branches: [
                { StartAt: 'i', States: { i: { Type: 'Map', Items: [1, 2, 3], ItemProcessor: item, End: true } } },
                { StartAt: 't', States: { t: task({ Arguments: ARGUMENTS }) } },
              ],
              Output: '{% $states.input %}',
              End: true,
            },
          },
        },
        End: true,
      },
    }),
    input: numbers(3),
    work: flaky,
  },
};

/** The run, cut off after its first events and gone on with. */
async function goOn(sample: Sample, past: readonly HistoryEvent[], seed = 1): Promise<Recording> {
  const from = past.at(-1)?.timestamp ?? 0;
  return await recordedRun(sample.definition, sample.input, sample.work, { past, from, seed });
}

/** Attempts of tasks whose end is among the events. Arguments tell them apart. */
function finished(events: readonly HistoryEvent[]): string[] {
  return events.flatMap(({ type, id, execution, line }) => {
    if (type !== 'TaskSucceeded' && type !== 'TaskFailed') return [];
    const scheduled = events.findLast(
      (event) =>
        event.type === 'TaskScheduled' && event.id < id && event.execution === execution && event.line === line,
    );
    return [`${execution} ${line ?? ''} ${scheduled?.id}`];
  });
}

function expectWhole(events: readonly HistoryEvent[]): void {
  const last = new Map<string, number>();
  for (const { id, previousEventId, execution } of events) {
    expect(id).toBe((last.get(execution) ?? 0) + 1);
    expect(previousEventId).toBeLessThan(id);
    last.set(execution, id);
  }
  const ends = finished(events);
  expect(new Set(ends).size).toBe(ends.length);
}

describe.each(Object.entries(SAMPLES))('%s', (_name, sample) => {
  test('goes on from anywhere in its history to the same end', async () => {
    const whole = await recordedRun(sample.definition, sample.input, sample.work);
    expectWhole(whole.events);
    const types = whole.events.map(({ type }) => type).toSorted();
    const hasChance = JSON.stringify(sample.definition).includes('$random');
    const isAborting = whole.events.some(({ type }) => type.endsWith('Aborted'));
    // An odd stride, so that in the end all kinds of events are cut off behind.
    const stride = 1 + 2 * Math.floor(whole.events.length / 80);
    for (let cut = 1; cut < whole.events.length; cut += stride) {
      const past = whole.events.slice(0, cut);
      const rest = await goOn(sample, past);
      const events = [...past, ...rest.events];
      expect(rest.outcome.status).toBe(whole.outcome.status);
      // Chance that nothing was recorded of falls anew.
      const isDecided = !hasChance || past.some(({ type }) => type === 'MapStateStarted');
      if (isDecided) expect(rest.outcome).toEqual(whole.outcome);
      expectWhole(events);
      // What had finished is not done again, and what had begun is not begun again.
      expect(rest.calls.length + finished(past).length).toBeGreaterThanOrEqual(finished(events).length);
      expect(rest.calls.length).toBeLessThanOrEqual(whole.calls.length - finished(past).length);
      if (!hasChance && !isAborting) expect(events.map(({ type }) => type).toSorted()).toEqual(types);
    }
  });

  test('goes on from a history that went on before', async () => {
    const whole = await recordedRun(sample.definition, sample.input, sample.work);
    const third = whole.events.slice(0, Math.ceil(whole.events.length / 3));
    const second = await goOn(sample, third);
    const half = [...third, ...second.events.slice(0, Math.ceil(second.events.length / 2))];
    const rest = await goOn(sample, half, 2);
    expect(rest.outcome.status).toBe(whole.outcome.status);
    expectWhole([...half, ...rest.events]);
  });
});

test('what has ended is only told', async () => {
  const definition = machine({ a: task({ Arguments: ARGUMENTS }) });
  const whole = await recordedRun(definition, 1, echo);
  const again = await recordedRun(definition, 1, echo, { past: whole.events });
  expect(again).toEqual({ outcome: whole.outcome, events: [], calls: [] });
});

test('a time limit counts the time before, not the time between', async () => {
  const definition = machine({ a: task() }, { TimeoutSeconds: 10 });
  const events: HistoryEvent[] = [];
  await run(
    definition,
    1,
    ports(() => null, events),
  );
  // Four seconds after the beginning, as far as the record goes.
  const past = events.slice(0, 2).map((event, i) => ({ ...event, timestamp: i * 4000 }));
  const waits: number[] = [];
  const clock = {
    now: () => 1_000_000,
    wait: (milliseconds: number) => {
      waits.push(milliseconds);
      return new Promise<void>(() => undefined);
    },
  };
  await run(definition, 1, { ...ports(() => null), clock }, { past });
  expect(waits).toEqual([6000]);
});

describe('a past that does not fit', () => {
  const definition = machine({ a: task({ Arguments: ARGUMENTS, Next: 'b' }), b: task() });

  test('is refused when it is of another definition', async () => {
    const { events } = await recordedRun(definition, 1, echo);
    const other = machine({ a: { Type: 'Pass', Next: 'b' }, b: task() });
    await expect(recordedRun(other, 1, echo, { past: events.slice(0, 6) })).rejects.toThrow(PastError);
    await expect(recordedRun(other, 1, echo, { past: events.slice(0, 6) })).rejects.toThrow(
      /TaskStateEntered as event 2 .* PassStateEntered/,
    );
  });

  test('is refused when an event is missing', async () => {
    const { events } = await recordedRun(definition, 1, echo);
    const holed = events.filter(({ id }) => id !== 3).slice(0, 5);
    await expect(recordedRun(definition, 1, echo, { past: holed })).rejects.toThrow(/event 4 follows event 2/);
    await expect(recordedRun(definition, 1, echo, { past: events.slice(1, 5) })).rejects.toThrow(/begins with event 2/);
  });
});
