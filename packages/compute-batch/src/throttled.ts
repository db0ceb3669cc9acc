import type { Retrier } from '@flowmap/asl/language';

/** AWS Batch takes 50 submissions a second in an account; 100 attempts carry the longest queue that a Map Run makes. */
export const THROTTLED: Retrier = {
  ErrorEquals: ['Batch.AWSBatchException', 'Batch.SdkClientException'],
  IntervalSeconds: 2,
  MaxAttempts: 100,
  BackoffRate: 2,
  MaxDelaySeconds: 120,
  JitterStrategy: 'FULL',
};
