import { describe, expect, test } from '@jest/globals';
import { delayAfter, isWorthAnother } from '../../src/range/retry.js';

describe('isWorthAnother', () => {
  test.each([
    ['without retry', undefined, 1, 'Error', false],
    ['before the last attempt', { attempts: 3 }, 2, 'Error', true],
    ['after the last attempt', { attempts: 3 }, 3, 'Error', false],
    ['for a named error', { attempts: 2, on: ['Busy'] }, 1, 'Busy', true],
    ['for another error', { attempts: 2, on: ['Busy'] }, 1, 'Error', false],
    ['for no error', { attempts: 2, on: [] }, 1, 'Error', false],
    ['for States.TaskFailed', { attempts: 2, on: ['States.TaskFailed'] }, 1, 'Error', true],
    [
      'for a timeout, which States.TaskFailed is not',
      { attempts: 2, on: ['States.TaskFailed'] },
      1,
      'States.Timeout',
      false,
    ],
    ['for a timeout, which States.ALL is', { attempts: 2, on: ['States.ALL'] }, 1, 'States.Timeout', true],
  ])('%s', (_, retry, attempts, name, expected) => {
    expect(isWorthAnother(retry, attempts, name)).toBe(expected);
  });
});

test.each([
  [{ attempts: 9 }, [1000, 2000, 4000]],
  [{ attempts: 9, delaySeconds: 3, backoff: 1 }, [3000, 3000, 3000]],
  [{ attempts: 9, delaySeconds: 10, backoff: 3, maxDelaySeconds: 60 }, [10_000, 30_000, 60_000]],
  [{ attempts: 9, delaySeconds: 0 }, [0, 0, 0]],
])('%j waits %j ms', (retry, waits) => {
  expect([1, 2, 3].map((attempts) => delayAfter(retry, attempts))).toEqual(waits);
});
