import { describe, expect, test } from '@jest/globals';
import type { Json } from '@flowmap/asl/language';
import { type HistoryEvent, run } from '../src/index.js';
import { machine, mapOf, numbers, task } from './machines.js';
import { ports } from './ports.js';

/** Runs a map whose tasks take a second each, and gives how many were in flight at once. */
async function mostInFlight(
  isDistributed: boolean,
  items: number,
  fields: Record<string, Json>,
  quotas: 'enforced' | 'off' = 'enforced',
) {
  let inFlight = 0;
  let most = 0;
  const use = ports(async ({ arguments: item, signal }) => {
    inFlight += 1;
    most = Math.max(most, inFlight);
    await use.clock.wait(1000, signal);
    inFlight -= 1;
    return item;
  });
  const outcome = await run(mapOf(task(), fields, isDistributed), numbers(items), use, { quotas });
  expect(outcome).toEqual({ status: 'SUCCEEDED', output: numbers(items) });
  return most;
}

describe('concurrency', () => {
  test.each([
    ['inline, 40 without a limit', false, {}, 'enforced', 40],
    ['inline, at most 40', false, { MaxConcurrency: 60 }, 'enforced', 40],
    ['inline without quotas', false, { MaxConcurrency: 60 }, 'off', 60],
    ['inline, 1', false, { MaxConcurrency: 1 }, 'enforced', 1],
    ['distributed, all without a limit', true, {}, 'enforced', 100],
    ['distributed, from an expression', true, { MaxConcurrency: '{% $count($states.input) - 93 %}' }, 'enforced', 7],
  ] as const)('%s', async (_name, isDistributed, fields, quotas, expected) => {
    expect(await mostInFlight(isDistributed, 100, fields, quotas)).toBe(expected);
  });
});

describe('a distributed map', () => {
  const types = (events: readonly HistoryEvent[]): string[] =>
    events.map(({ id, previousEventId, type }) => `${id} ${previousEventId} ${type}`);

  test('has six events in the parent, and an execution with its own for each child', async () => {
    const events: HistoryEvent[] = [];
    const definition = mapOf({ Type: 'Pass', End: true }, { Label: 'each' }, true);
    await run(
      definition,
      ['a', 'b'],
      ports(() => null, events),
      { name: 'top', machine: 'm' },
    );
    const top = 'arn:aws:states:us-east-1:123456789012:execution:m:top';
    expect(types(events.filter(({ execution }) => execution === top))).toEqual([
      '1 0 ExecutionStarted',
      '2 0 MapStateEntered',
      '3 2 MapStateStarted',
      '4 3 MapRunStarted',
      '5 4 MapRunSucceeded',
      '6 5 MapStateSucceeded',
      '7 4 MapStateExited',
      '8 7 ExecutionSucceeded',
    ]);
    const mapRun = 'arn:aws:states:us-east-1:123456789012:mapRun:m/each:id-1';
    expect(events.find(({ type }) => type === 'MapRunStarted')?.details).toEqual({ mapRunArn: mapRun });
    const children = events.filter((event) => event.mapRun === mapRun);
    const first = 'arn:aws:states:us-east-1:123456789012:execution:m/each:id-2';
    expect(new Set(children.map(({ execution }) => execution))).toEqual(new Set([first, first.replace(/2$/, '3')]));
    expect(types(children.filter(({ execution }) => execution === first))).toEqual([
      '1 0 ExecutionStarted',
      '2 0 PassStateEntered',
      '3 2 PassStateExited',
      '4 3 ExecutionSucceeded',
    ]);
  });

  test('gives its children a context of their own, and no variables', async () => {
    const output = '{% $merge([{"v": $exists($v)}, $states.context.Execution, $states.context.StateMachine]) %}';
    const definition = machine({
      set: { Type: 'Pass', Assign: { v: 1 }, Next: 'map' },
      map: {
        Type: 'Map',
        Label: 'L',
        Items: ['a'],
        ItemSelector: {
          v: '{% $v %}',
          index: '{% $states.context.Map.Item.Index %}',
          value: '{% $states.context.Map.Item.Value %}',
          run: '{% $states.context.Execution.Name %}',
        },
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
          StartAt: 'pass',
          States: { pass: { Type: 'Pass', Output: output, End: true } },
        },
        End: true,
      },
    });
    expect(
      await run(
        definition,
        {},
        ports(() => null),
        { name: 'top' },
      ),
    ).toMatchObject({
      status: 'SUCCEEDED',
      output: [
        {
          v: false,
          Id: expect.stringMatching(/:stateMachine:machine\/L$/),
          Name: 'machine/L',
          Input: { v: 1, index: 0, value: 'a', run: 'top' },
        },
      ],
    });
  });

  async function withFailures(failures: number, fields: Record<string, Json>, total = 100) {
    const events: HistoryEvent[] = [];
    const use = ports(({ arguments: item }) => {
      if ((item as number) < failures) throw new Error('no');
      return item;
    }, events);
    return { outcome: await run(mapOf(task(), fields, true), numbers(total), use), events };
  }

  test.each([
    ['none', {}, 0],
    ['a number', { ToleratedFailureCount: 3 }, 3],
    ['a share', { ToleratedFailurePercentage: 5 }, 5],
    ['a fraction of a percent', { ToleratedFailurePercentage: 2.5 }, 2],
    ['the stricter of both', { ToleratedFailureCount: 3, ToleratedFailurePercentage: 50 }, 3],
    ['expressions', { ToleratedFailureCount: '{% $count($states.input) - 96 %}' }, 4],
    ['all', { ToleratedFailurePercentage: 100 }, 100],
  ] as const)('tolerates failures exactly: %s', async (_name, fields, tolerated) => {
    const { outcome } = await withFailures(tolerated, fields);
    // What failed has no element.
    expect(outcome).toEqual({ status: 'SUCCEEDED', output: numbers(100).slice(tolerated) });
    if (tolerated === 100) return;
    const over = await withFailures(tolerated + 1, fields);
    expect(over.outcome).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
    expect(over.events.map(({ type }) => type).slice(-3)).toEqual([
      'MapRunFailed',
      'MapStateFailed',
      'ExecutionFailed',
    ]);
  });

  test('starts no more children after the first intolerable failure', async () => {
    const { events } = await withFailures(1, { MaxConcurrency: 2 }, 1000);
    expect(
      events.filter(({ mapRun, type }) => mapRun !== undefined && type === 'ExecutionStarted').length,
    ).toBeLessThan(5);
  });

  test.each(['STANDARD', 'EXPRESS'] as const)('stops the other children when one fails: %s', async (type) => {
    const definition = mapOf(task(), {}, true, type);
    const events: HistoryEvent[] = [];
    const use = ports(async ({ arguments: item, signal }) => {
      if (item === 0) throw new Error('no');
      await use.clock.wait(1000, signal);
      return item;
    }, events);
    expect(await run(definition, numbers(2), use)).toMatchObject({ error: 'States.ExceedToleratedFailureThreshold' });
    const ends = events.filter((event) => event.mapRun !== undefined && event.type.startsWith('Execution'));
    // The service cannot stop an EXPRESS execution.
    const end = type === 'STANDARD' ? 'ExecutionAborted' : 'ExecutionSucceeded';
    expect(ends.map((event) => event.type).slice(2)).toEqual(['ExecutionFailed', end]);
    expect(events.at(-1)?.timestamp).toBe(type === 'STANDARD' ? 0 : 1000);
  });

  test('starts a new Map Run when it is retried', async () => {
    const events: HistoryEvent[] = [];
    const use = ports(({ arguments: item }) => {
      if (use.clock.now() === 0 && item === 1) throw new Error('once');
      return item;
    }, events);
    const definition = mapOf(task(), { Retry: [{ ErrorEquals: ['States.ALL'] }] }, true);
    expect(await run(definition, numbers(3), use)).toEqual({ status: 'SUCCEEDED', output: [0, 1, 2] });
    const runs = events.filter(({ type }) => type === 'MapRunStarted').map(({ details }) => details);
    expect(runs.length).toBe(2);
    expect(runs[0]).not.toEqual(runs[1]);
  });
});

describe('an empty list', () => {
  test.each([false, true])('succeeds, distributed: %s', async (isDistributed) => {
    const events: HistoryEvent[] = [];
    const outcome = await run(
      mapOf(task(), {}, isDistributed),
      [],
      ports(() => null, events),
    );
    expect(outcome).toEqual({ status: 'SUCCEEDED', output: [] });
    expect(events.find(({ type }) => type === 'MapStateStarted')?.details).toEqual({ length: 0 });
  });
});

test('maps inside maps keep item order in both modes', async () => {
  const inner = (isDistributed: boolean) => ({
    Type: 'Map' as const,
    Items: '{% [0..2] %}',
    ItemSelector: '{% $states.input & "." & $states.context.Map.Item.Value %}',
    ItemProcessor: {
      ...(isDistributed ? { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } as const } : {}),
      StartAt: 'in',
      States: { in: task() },
    },
    End: true,
  });
  for (const [outerMode, innerMode] of [
    [false, false],
    [false, true],
    [true, false],
    [true, true],
  ] as const) {
    const use = ports(async ({ arguments: item, signal }) => {
      // Later items are done first.
      await use.clock.wait(1000 - Number(item), signal);
      return item;
    });
    const outcome = await run(mapOf(inner(innerMode), {}, outerMode), ['0', '1'], use);
    expect(outcome).toEqual({
      status: 'SUCCEEDED',
      output: [
        ['0.0', '0.1', '0.2'],
        ['1.0', '1.1', '1.2'],
      ],
    });
  }
});
