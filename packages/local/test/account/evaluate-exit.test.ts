import { expect, test } from '@jest/globals';
import { isTriedAgain } from '../../src/account/running/jobs/evaluate-exit.js';
import type { JobAttempt } from '../../src/account/running/jobs/job-record.js';

const attempt = (exitCode: number, reason?: string): JobAttempt => ({
  started: 0,
  stopped: 1,
  exitCode,
  stream: 's',
  ...(reason !== undefined && { reason }),
});

test.each([
  ['no strategy', {}, [attempt(1)], false],
  ['attempts are left', { attempts: 2 }, [attempt(1)], true],
  ['none are left', { attempts: 2 }, [attempt(1), attempt(1)], false],
  ['a rule that ends', { attempts: 3, evaluateOnExit: [{ action: 'EXIT', onExitCode: '65' }] }, [attempt(65)], false],
  [
    'a rule that does not fit',
    { attempts: 3, evaluateOnExit: [{ action: 'EXIT', onExitCode: '65' }] },
    [attempt(1)],
    true,
  ],
  ['a pattern', { attempts: 3, evaluateOnExit: [{ action: 'exit', onExitCode: '13*' }] }, [attempt(137)], false],
  [
    'all of a rule must fit',
    { attempts: 3, evaluateOnExit: [{ action: 'EXIT', onExitCode: '1', onReason: 'SIG*' }] },
    [attempt(1, 'other')],
    true,
  ],
  [
    'the first rule that fits',
    {
      attempts: 3,
      evaluateOnExit: [
        { action: 'RETRY', onExitCode: '1' },
        { action: 'EXIT', onExitCode: '*' },
      ],
    },
    [attempt(1)],
    true,
  ],
])('%s', (_, strategy, attempts, expected) => {
  expect(isTriedAgain(strategy, attempts)).toBe(expected);
});
