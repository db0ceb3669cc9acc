import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mapAhead } from '../../src/read/ahead.js';

async function* numbers(count: number): AsyncGenerator<number> {
  for (let k = 0; k < count; k++) yield k;
}

describe('mapAhead', () => {
  test('keeps the order, whatever ends first, and works on no more than the window', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(20), fc.integer({ min: 1, max: 6 }), fc.scheduler(), async (count, window, scheduler) => {
        let running = 0;
        let most = 0;
        const read = async (): Promise<number[]> => {
          const all: number[] = [];
          for await (const one of mapAhead(numbers(count), window, async (k) => {
            most = Math.max(most, ++running);
            await scheduler.schedule(Promise.resolve());
            running -= 1;
            return k * 2;
          }))
            all.push(one);
          return all;
        };
        const all = await scheduler.waitFor(read());
        expect(all).toEqual(Array.from({ length: count }, (_, k) => k * 2));
        expect(most).toBeLessThanOrEqual(window);
      }),
      { numRuns: 50 },
    );
  });

  test('throws what went wrong when its turn comes', async () => {
    const seen: number[] = [];
    const read = async (): Promise<void> => {
      for await (const one of mapAhead(numbers(9), 4, async (k) => {
        if (k === 2) throw new Error('two');
        return k;
      }))
        seen.push(one);
    };
    await expect(read()).rejects.toThrow('two');
    expect(seen).toEqual([0, 1]);
  });

  test('ends its source when the consumer stops', async () => {
    let ended = false;
    const source = async function* (): AsyncGenerator<number> {
      try {
        for (let k = 0; ; k++) yield k;
      } finally {
        ended = true;
      }
    };
    for await (const one of mapAhead(source(), 3, async (k) => k)) if (one === 1) break;
    expect(ended).toBe(true);
  });
});
