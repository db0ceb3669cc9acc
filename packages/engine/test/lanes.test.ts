import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { StateFailure, Stopped } from '../src/failure.js';
import { type Lanes, runLanes, upTo, Width } from '../src/lanes.js';
import { Pace } from '../src/pace.js';
import { Stop } from '../src/stop.js';

/** Turns of the event loop. */
async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) await new Promise((resolve) => setImmediate(resolve));
}

function lanes(given: Pick<Lanes<number>, 'next' | 'work'> & Partial<Lanes<number>>): Promise<void> {
  return runLanes({ width: new Width(3), pace: new Pace(), stop: new Stop(), ...given });
}

describe('lanes', () => {
  test('do every piece once, begun in order, never more at once than may be', async () => {
    const settings = fc.record({
      durations: fc.array(fc.nat(4), { maxLength: 60 }),
      most: fc.integer({ min: 1, max: 50 }),
      isAsync: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(settings, async ({ durations, most, isAsync }) => {
        const begun: number[] = [];
        let active = 0;
        let widest = 0;
        const pieces = upTo(durations.length);
        await lanes({
          next: () => (isAsync ? Promise.resolve(pieces()) : pieces()),
          width: new Width(most),
          async work(piece) {
            begun.push(piece);
            active += 1;
            widest = Math.max(widest, active);
            await turns(durations[piece] ?? 0);
            active -= 1;
          },
        });
        expect(begun).toEqual(durations.map((_, i) => i));
        expect(active).toBe(0);
        expect(widest).toBeLessThanOrEqual(most);
      }),
      { numRuns: 50 },
    );
  });

  test('ask for a piece when it can begin, not before', async () => {
    let asked = 0;
    let ended = 0;
    await lanes({
      next: () => {
        expect(asked - ended).toBeLessThan(3);
        asked += 1;
        return asked <= 20 ? asked : undefined;
      },
      async work() {
        await turns(1);
        ended += 1;
      },
    });
    expect(ended).toBe(20);
  });

  test('become wider while they run', async () => {
    const width = new Width(1);
    let active = 0;
    const seen: number[] = [];
    await lanes({
      next: upTo(8),
      width,
      async work(piece) {
        active += 1;
        seen.push(active);
        await turns(2);
        if (piece === 1) width.most = 4;
        await turns(2);
        active -= 1;
      },
    });
    expect(seen).toEqual([1, 1, 2, 3, 4, 4, 4, 4]);
  });

  test('stop at the first failure; what was asked for meanwhile is told of', async () => {
    const stop = new Stop();
    const skipped: number[] = [];
    const begun: number[] = [];
    const numbers = upTo(10);
    const outcome = lanes({
      stop,
      next: async () => {
        await turns(3);
        return numbers();
      },
      async work(piece) {
        begun.push(piece);
        await turns(1);
        throw new StateFailure('E', `failed ${piece}`);
      },
      skipped: (piece) => void skipped.push(piece),
    });
    await expect(outcome).rejects.toThrow('failed 0');
    expect({ begun, skipped, reason: stop.reason }).toEqual({ begun: [0], skipped: [1], reason: 'sibling-failed' });
  });

  test('end with what is under way when the next piece cannot be had', async () => {
    let ended = 0;
    const numbers = upTo(2);
    const next = (): number => {
      const number = numbers();
      if (number === undefined) throw new StateFailure('States.ItemReaderFailed', 'no more');
      return number;
    };
    const work = async (): Promise<void> => {
      await turns(2);
      ended += 1;
    };
    await expect(lanes({ next, work })).rejects.toThrow('no more');
    expect(ended).toBe(2);
  });

  test('report a broken port rather than a failed state, and a stop from outside', async () => {
    const work = async (piece: number): Promise<void> => {
      await turns(piece);
      throw piece === 0 ? new StateFailure('E', '') : new Error('disk full');
    };
    await expect(lanes({ next: upTo(2), work })).rejects.toThrow('disk full');
    const outer = new Stop();
    outer.stop('aborted');
    await expect(lanes({ next: upTo(2), work, stop: new Stop(outer) })).rejects.toThrow(Stopped);
  });
});
