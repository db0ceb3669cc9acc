import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { crew } from '../../src/range/crew.js';

async function* numbers(count: number): AsyncGenerator<number> {
  for (let k = 0; k < count; k++) yield k;
}

test('works on each element once, at most so many at a time', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(20), fc.integer({ min: 1, max: 5 }), fc.scheduler(), async (count, width, scheduler) => {
      const done: number[] = [];
      let running = 0;
      let most = 0;
      const work = async (k: number): Promise<void> => {
        most = Math.max(most, ++running);
        await scheduler.schedule(Promise.resolve());
        running -= 1;
        done.push(k);
      };
      await scheduler.waitFor(crew(numbers(count), width, () => true, work));
      expect(done.sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, k) => k));
      expect(most).toBe(Math.min(count, width));
    }),
    { numRuns: 50 },
  );
});

test('begins nothing more when it is told to stop, and ends what it began', async () => {
  const begun: number[] = [];
  const ended: number[] = [];
  let goOn = true;
  await crew(
    numbers(100),
    3,
    () => goOn,
    async (k) => {
      begun.push(k);
      if (k === 4) goOn = false;
      await new Promise((resolve) => setImmediate(resolve));
      ended.push(k);
    },
  );
  expect(begun.length).toBeLessThanOrEqual(7);
  expect(ended.sort()).toEqual(begun.sort());
});

test('does not begin what was being read when it was told to stop', async () => {
  let goOn = true;
  const begun: number[] = [];
  const source = async function* (): AsyncGenerator<number> {
    yield 0;
    await new Promise((resolve) => setImmediate(resolve));
    yield 1;
  };
  const work = async (k: number): Promise<void> => {
    begun.push(k);
    goOn = false;
  };
  await crew(source(), 2, () => goOn, work);
  expect(begun).toEqual([0]);
});

test('fails with its source', async () => {
  const source = async function* (): AsyncGenerator<number> {
    yield 1;
    throw new Error('no more');
  };
  await expect(
    crew(
      source(),
      4,
      () => true,
      async () => undefined,
    ),
  ).rejects.toThrow('no more');
});
