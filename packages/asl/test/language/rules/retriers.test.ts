import { describe, test } from '@jest/globals';
import { retriers } from '../../../src/language/rules/retriers.js';
import { expectProblems, expectValid, jsonPath, task } from './harness.js';

const retry = (...Retry: unknown[]) => jsonPath({ A: task({ Retry }) });

describe('retriers', () => {
  test('takes all fields at the ends of their ranges', () => {
    const ErrorEquals = ['Lambda.TooManyRequestsException'];
    expectValid(
      retriers,
      retry(
        { ErrorEquals, IntervalSeconds: 1, MaxAttempts: 0, BackoffRate: 1, MaxDelaySeconds: 31_622_400 },
        {
          ErrorEquals,
          IntervalSeconds: 99_999_999,
          MaxAttempts: 99_999_999,
          BackoffRate: 2.42,
          JitterStrategy: 'FULL',
        },
        { ErrorEquals: ['States.ALL'], JitterStrategy: 'NONE', Comment: 'the rest' },
      ),
    );
    expectValid(retriers, jsonPath({ A: task({ Retry: [] }) }));
  });

  test('refuses numbers out of range', () => {
    const ErrorEquals = ['A'];
    const numbers = { IntervalSeconds: 0, MaxAttempts: -1, MaxDelaySeconds: 31_622_401, BackoffRate: 0.9 };
    expectProblems(
      retriers,
      retry({ ErrorEquals, ...numbers, JitterStrategy: 'full' }, { ErrorEquals, MaxAttempts: '3' }),
      [
        `/States/A/Retry[0]/IntervalSeconds: 'IntervalSeconds' must be a whole number, 1 to 99999999`,
        `/States/A/Retry[0]/MaxAttempts: 'MaxAttempts' must be a whole number, 0 to 99999999`,
        `/States/A/Retry[0]/MaxDelaySeconds: 'MaxDelaySeconds' must be a whole number, 1 to 31622400`,
        `/States/A/Retry[0]/BackoffRate: 'BackoffRate' must be a number, 1 or more`,
        `/States/A/Retry[0]/JitterStrategy: The field 'JitterStrategy' should have one of these values: [FULL, NONE]`,
        `/States/A/Retry[1]/MaxAttempts: 'MaxAttempts' must be a whole number`,
      ],
    );
  });

  test('States.ALL stands alone and last', () => {
    expectProblems(retriers, retry({ ErrorEquals: ['States.ALL', 'A'] }, { ErrorEquals: ['B'] }), [
      `/States/A/Retry[0]/ErrorEquals: 'States.ALL' must stand alone`,
      `/States/A/Retry[0]/ErrorEquals: 'States.ALL' must stand in the last entry`,
    ]);
  });

  test('refuses what names no error, has unknown fields or is no list', () => {
    expectProblems(
      retriers,
      retry({}, { ErrorEquals: [] }, { ErrorEquals: [''] }, 'A', { ErrorEquals: ['A'], Next: 'A' }),
      [
        '/States/A/Retry[0]: These fields are required: [ErrorEquals]',
        `/States/A/Retry[1]/ErrorEquals: 'ErrorEquals' must be a non-empty list of names of errors`,
        `/States/A/Retry[2]/ErrorEquals: 'ErrorEquals' must be a non-empty list of names of errors`,
        '/States/A/Retry[3]: A retrier must be an object',
        `/States/A/Retry[4]/Next: The field 'Next' is not supported in a retrier`,
      ],
    );
    expectProblems(retriers, jsonPath({ A: task({ Retry: {} }) }), [`/States/A/Retry: 'Retry' must be a list`]);
  });
});
