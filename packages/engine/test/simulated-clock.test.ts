import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { simulatedClock } from '../src/index.js';

const { signal } = new AbortController();

describe('simulatedClock', () => {
  test('resolves waits in the order of their times, then of their calls', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(50), { maxLength: 60 }), async (delays) => {
        const clock = simulatedClock(1000);
        const done: [number, number][] = [];
        await Promise.all(
          delays.map((delay, i) => clock.wait(delay, signal).then(() => void done.push([clock.now(), i]))),
        );
        const expected = delays.map((delay, i) => [1000 + delay, i] as [number, number]);
        expect(done).toEqual(expected.sort(([a, i], [b, j]) => a - b || i - j));
      }),
      { numRuns: 50, seed: 1 },
    );
  });

  test('forgets what is aborted, and does not move for it', async () => {
    const clock = simulatedClock(0);
    const controllers = Array.from({ length: 200 }, () => new AbortController());
    const waits = controllers.map((controller, i) => clock.wait(10 + i, controller.signal).catch(() => 'aborted'));
    const last = clock.wait(1000, signal);
    for (const controller of controllers) controller.abort();
    expect(new Set(await Promise.all(waits))).toEqual(new Set(['aborted']));
    expect(clock.now()).toBe(0);
    await last;
    expect(clock.now()).toBe(1000);
    await expect(clock.wait(5, AbortSignal.abort())).rejects.toThrow();
  });

  test('stands still while there is other work to do', async () => {
    const clock = simulatedClock(0);
    const wait = clock.wait(10, signal);
    for (let i = 0; i < 1000; i += 1) await Promise.resolve();
    expect(clock.now()).toBe(0);
    await wait;
    expect(clock.now()).toBe(10);
  });

  test('stands still while something else is under way', async () => {
    let finish: () => void = () => undefined;
    let work: Promise<void> | undefined = new Promise((resolve) => void (finish = resolve));
    const clock = simulatedClock(0, () => work);
    const wait = clock.wait(10, signal);
    for (let i = 0; i < 20; i += 1) await new Promise(setImmediate);
    expect(clock.now()).toBe(0);
    work = undefined;
    finish();
    await wait;
    expect(clock.now()).toBe(10);
  });
});
