import type { Retrier } from '@flowmap/asl/language';

/** Lambda's "ask again later". Names: AWS Step Functions developer guide, "Handle transient Lambda service exceptions". */
export const THROTTLED: Retrier = {
  ErrorEquals: [
    'Lambda.TooManyRequestsException',
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
  ],
  IntervalSeconds: 2,
  MaxAttempts: 10,
  BackoffRate: 2,
  MaxDelaySeconds: 60,
  JitterStrategy: 'FULL',
};

/** A range that had to stop before its function's deadline has stored what it has, and goes on when asked again. */
export const CONTINUED: Retrier = {
  ErrorEquals: ['Flowmap.Continue'],
  IntervalSeconds: 1,
  MaxAttempts: 10_000,
  BackoffRate: 1,
};

/** Errors that say that the function itself died, so that its items were not answered for. */
export const CRASHES: readonly string[] = [
  'Lambda.Unknown',
  'Lambda.ClientExecutionTimeoutException',
  'Sandbox.Timedout',
  'Runtime.ExitError',
  'Runtime.OutOfMemory',
];
