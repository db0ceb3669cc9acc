import { getMaxListeners } from 'node:events';
import { expect, test } from '@jest/globals';
import { watchOver } from '../../src/range/halt.js';
import { virtualClock } from '../support/virtual-clock.js';

test('any number of items may listen to the signal of a range without a warning in the log', () => {
  const watch = watchOver({ clock: virtualClock(0), signal: new AbortController().signal });
  expect(getMaxListeners(watch.signal)).toBe(Infinity);
  watch.close();
});
