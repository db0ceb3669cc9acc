import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import type { StateMachine } from '@flowmap/asl/language';
import type { HistoryEvent } from '@flowmap/engine';
import type { Json } from '@flowmap/graph';
import { inMemory } from '../../run/in-memory.js';
import type { Check, Subject } from '../check.js';
import { onEach, onOne } from '../check.js';
import { wide } from '../flows.js';
import { succeeded } from './results.js';

/** Digits that numbers of items and positions may grow by. */
const DIGITS = 24;

/** State data goes through a foreach unchanged, nothing in it grows with the items, and a lost count is no empty list. */
export function stateDataChecks({ strategy, most, wideRun, shapes }: Subject): readonly Check[] {
  return shapes.flatMap((shape) => [
    ...onEach(`the state behind a foreach of ${shape} sees what the foreach saw`, async (computes) => {
      const seen: Seen = { before: undefined, after: undefined };
      const run = await inMemory(wide(strategy, shape), { computes }).run({
        params: { items: 7 },
        record: (event) => watch(seen, event),
      });
      succeeded(run);
      ok(seen.before !== undefined, 'no state led to the foreach');
      deepStrictEqual(seen.after, seen.before);
    }),
    ...onOne(`with tolerance the state behind a foreach of ${shape} sees what the foreach saw`, async (computes) => {
      const seen: Seen = { before: undefined, after: undefined };
      const run = await inMemory(wide(strategy, shape, { tolerate: { count: 1 } }), { computes }).run({
        params: { items: 7, bad: [3] },
        record: (event) => watch(seen, event),
      });
      succeeded(run);
      deepStrictEqual(seen.after, seen.before);
    }),
    ...onEach(`a count that is missing fails a foreach of ${shape} before any item`, async (computes) => {
      const run = await inMemory(wide(strategy, shape), { computes }).run({
        params: { items: 3 },
        change: withoutCount,
      });
      strictEqual(run.outcome.status, 'FAILED', 'a foreach without its count did nothing and succeeded');
      // Not even the state behind it: that would fail too, but for want of results.
      deepStrictEqual(new Set(run.invocations.map(({ step }) => step)), new Set(['start']));
    }),
    ...(most < 1_000
      ? []
      : onEach(`nothing grows with the number of items of ${shape}`, async (computes) => {
          const few = await wideRun(shape, computes, 40);
          const many = await wideRun(shape, computes, 1_000);
          succeeded(few);
          succeeded(many);
          const grown = (what: string, from: number, to: number): void =>
            ok(to <= from + DIGITS, `${what}: ${from} bytes at 40 items, ${to} at 1,000`);
          grown('the largest state data', few.counts.stateDataBytes, many.counts.stateDataBytes);
          grown('the largest arguments of a task', few.payloadBytes, many.payloadBytes);
          for (const { writes } of [few, many]) {
            ok(
              writes.length <= 10,
              `${writes.length} writes to the metadata store: ${JSON.stringify(writes.slice(0, 20))}`,
            );
          }
        })),
  ]);
}

interface Seen {
  before: Json | undefined;
  after: Json | undefined;
}

/** The last output before the foreach is that of start, or of the state that brings its facts. */
function watch(seen: Seen, { type, details }: HistoryEvent): void {
  const {
    name = '',
    input,
    output,
  } = (details ?? {}) as { readonly name?: string; readonly input?: Json; readonly output?: Json };
  if (type.endsWith('StateExited') && /^start(\.|$)/.test(name)) seen.before = output;
  if (type.endsWith('StateEntered') && name === 'join') seen.after = input;
}

/** What the states before a foreach hand on, without any fact. */
function withoutCount(definition: StateMachine): StateMachine {
  const Output = { run: '{% $states.input.run %}', i: '{% $states.input.i %}' };
  const states = Object.entries(definition.States).map(([name, state]) =>
    /^start(\.|$)/.test(name) ? [name, { ...state, Output }] : [name, state],
  );
  return { ...definition, States: Object.fromEntries(states) as StateMachine['States'] };
}
