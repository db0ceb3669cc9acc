import { expect, test } from '@jest/globals';
import { withTimeLimit } from '../../src/range/time-limit.js';
import { virtualClock } from '../support/virtual-clock.js';

const never = new AbortController().signal;

test('gives what the work gives, and leaves no timer behind', async () => {
  const clock = virtualClock(0);
  expect(await withTimeLimit(5, { clock, signal: never }, async () => 7)).toBe(7);
  await clock.wait(1000, never);
  expect(clock.now()).toBe(1000);
});

test('aborts work that takes too long, with the name that the service gives it', async () => {
  const clock = virtualClock(0);
  let signal: AbortSignal | undefined;
  const work = withTimeLimit(5, { clock, signal: never }, (own) => {
    signal = own;
    return new Promise(() => undefined);
  });
  await expect(work).rejects.toMatchObject({ name: 'States.Timeout', message: 'the attempt took longer than 5 s' });
  expect(signal?.aborted).toBe(true);
  expect(clock.now()).toBe(5000);
});

test.each([undefined, 5])('hands on an abort from outside (limit %s)', async (seconds) => {
  const outer = new AbortController();
  const clock = virtualClock(0);
  const work = withTimeLimit(
    seconds,
    { clock, signal: outer.signal },
    (own) => new Promise((_, reject) => own.addEventListener('abort', () => reject(own.reason as Error))),
  );
  outer.abort(new Error('stopped'));
  await expect(work).rejects.toThrow('stopped');
});

test('does not begin when it is too late', async () => {
  let begun = false;
  const late = withTimeLimit(
    undefined,
    { clock: virtualClock(0), signal: AbortSignal.abort(new Error('late')) },
    async () => {
      begun = true;
    },
  );
  await expect(late).rejects.toThrow('late');
  expect(begun).toBe(false);
});
