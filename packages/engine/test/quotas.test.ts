import { describe, expect, test } from '@jest/globals';
import type { ItemProcessor, Json, MapState, StateMachine } from '@flowmap/asl/language';
import fc from 'fast-check';
import { type HistoryEvent, run } from '../src/index.js';
import { isTooLarge, jsonBytes, utf8Length } from '../src/quotas.js';
import { machine, mapOf, numbers, task } from './machines.js';
import { ports } from './ports.js';

/** JSON text of exactly so many bytes, with the quotes. */
const text = (bytes: number): string => 'x'.repeat(bytes - 2);
const LIMIT = 262_144;
const pass: StateMachine = machine({ pass: { Type: 'Pass', End: true } });

describe('the payload limit', () => {
  test('is measured in bytes of UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => expect(utf8Length(value)).toBe(Buffer.byteLength(value))),
      { numRuns: 50, seed: 1 },
    );
    expect(jsonBytes({ a: ['é', '😀'] })).toBe(Buffer.byteLength('{"a":["é","😀"]}'));
  });

  test.each([
    [text(LIMIT), false],
    [text(LIMIT + 1), true],
    ['é'.repeat(LIMIT / 2 - 1), false],
    ['é'.repeat(LIMIT / 2), true],
    ['"'.repeat(LIMIT / 2 - 1), false],
    ['"'.repeat(LIMIT / 2), true],
    [numbers(1000), false],
    [null, false],
  ] as readonly [Json, boolean][])('case %#', (value, expected) => expect(isTooLarge(value)).toBe(expected));

  test('holds for the input of an execution', async () => {
    expect(
      (
        await run(
          pass,
          text(LIMIT),
          ports(() => null),
        )
      ).status,
    ).toBe('SUCCEEDED');
    const outcome = await run(
      pass,
      text(LIMIT + 1),
      ports(() => null),
    );
    expect(outcome).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });

  test('holds for the result of a task, which can be caught', async () => {
    const states = {
      work: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'caught' }] }),
      caught: { Type: 'Pass', Output: '{% $states.input.Error %}', End: true },
    } as const;
    const outcome = await run(
      machine(states),
      {},
      ports(() => text(LIMIT + 1)),
    );
    expect(outcome).toEqual({ status: 'SUCCEEDED', output: 'States.DataLimitExceeded' });
  });

  test('holds for what a state gives on, which ends the execution', async () => {
    const large = "{% $pad('', 200000) %}";
    const branches = (names: readonly string[]): StateMachine =>
      machine({
        both: {
          Type: 'Parallel',
          Branches: names.map((name) => ({
            StartAt: name,
            States: { [name]: { Type: 'Pass', Output: large, End: true } },
          })),
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'caught' }],
          End: true,
        },
        caught: { Type: 'Succeed' },
      });
    const twice = branches(['one', 'other']);
    expect(
      await run(
        branches(['one']),
        {},
        ports(() => null),
      ),
    ).toMatchObject({ status: 'SUCCEEDED' });
    expect(
      await run(
        twice,
        {},
        ports(() => null),
      ),
    ).toMatchObject({ error: 'States.DataLimitExceeded' });
    expect(
      await run(
        twice,
        {},
        ports(() => null),
        { quotas: 'off' },
      ),
    ).toMatchObject({ status: 'SUCCEEDED' });
  });

  test.each([
    // 1,387 times 188 bytes and a comma, with the brackets, are 262,144 bytes.
    [1387, text(188), 'SUCCEEDED'],
    [1388, text(188), 'FAILED'],
    [2, text(131_070), 'SUCCEEDED'],
    [2, text(131_071), 'FAILED'],
    [3, text(100_000), 'FAILED'],
  ] as readonly [number, Json, string][])(
    'holds for the outputs of %d children together',
    async (count, output, status) => {
      const definition = mapOf({ Type: 'Pass', Output: output, End: true }, { Items: `{% [1..${count}] %}` }, true);
      const { record: _record, ...use } = ports(() => null);
      const outcome = await run(definition, {}, use);
      expect(outcome).toMatchObject(status === 'FAILED' ? { error: 'States.DataLimitExceeded' } : { status });
    },
  );
});

describe('the limit of 25,000 events', () => {
  // Entered, exited, started and succeeded for each; 6 events around them.
  const definition = mapOf({ Type: 'Pass', Output: '{% 0 %}', End: true }, { Items: '{% [1..$states.input] %}' });

  test('ends a STANDARD execution with its last event', async () => {
    const events: HistoryEvent[] = [];
    expect(
      (
        await run(
          definition,
          6248,
          ports(() => null),
        )
      ).status,
    ).toBe('SUCCEEDED');
    const outcome = await run(
      definition,
      6249,
      ports(() => null, events),
    );
    expect(outcome).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(events.length).toBe(25_000);
    expect(events.at(-1)).toMatchObject({ id: 25_000, type: 'ExecutionFailed' });
  });

  test('does not hold for EXPRESS, nor when quotas are off', async () => {
    expect(
      (
        await run(
          definition,
          7000,
          ports(() => null),
          { type: 'EXPRESS' },
        )
      ).status,
    ).toBe('SUCCEEDED');
    expect(
      (
        await run(
          definition,
          7000,
          ports(() => null),
          { quotas: 'off' },
        )
      ).status,
    ).toBe('SUCCEEDED');
  });

  test('counts each child of a distributed map for itself', async () => {
    const processor: ItemProcessor = { StartAt: 'in', States: { in: { Type: 'Pass', Output: '{% 0 %}', End: true } } };
    const child: MapState = { Type: 'Map', Items: '{% [1..3200] %}', ItemProcessor: processor, End: true };
    const outcome = await run(
      mapOf(child, {}, true),
      [1, 2],
      ports(() => null),
    );
    expect(outcome.status).toBe('SUCCEEDED');
  });
});

test('an EXPRESS execution ends after five minutes', async () => {
  const definition = machine({ wait: { Type: 'Wait', Seconds: 301, End: true } });
  expect(
    await run(
      definition,
      {},
      ports(() => null),
      { type: 'EXPRESS' },
    ),
  ).toMatchObject({ status: 'TIMED_OUT' });
  expect(
    await run(
      definition,
      {},
      ports(() => null),
      { type: 'EXPRESS', quotas: 'off' },
    ),
  ).toMatchObject({ status: 'SUCCEEDED' });
});
