import type { Retrier } from './types.js';

/**
 * For a Task that calls S3 by `aws-sdk:s3`: asks again where the service was busy. S3Exception is what the integration calls a throttled
 * request, and every other one that has no name of its own. Names: AWS Step Functions developer guide, "Handling errors", and AWS SDK
 * for Java.
 */
export const S3_BUSY: Retrier = {
  ErrorEquals: ['S3.S3Exception', 'S3.SdkClientException'],
  IntervalSeconds: 1,
  MaxAttempts: 4,
  BackoffRate: 2,
  JitterStrategy: 'FULL',
};
