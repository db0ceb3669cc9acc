import type { S3ClientConfig } from '@aws-sdk/client-s3';

/** Retries as the client does them, without its pauses: as many attempts, for what the client takes for passing. */
export function quickRetries(attempts: number): NonNullable<S3ClientConfig['retryStrategy']> {
  const token = (count: number): { getRetryCount: () => number; getRetryDelay: () => number } => ({
    getRetryCount: () => count,
    getRetryDelay: () => 0,
  });
  return {
    acquireInitialRetryToken: async () => token(0),
    refreshRetryTokenForRetry: async (last, { errorType }) => {
      const count = last.getRetryCount() + 1;
      if (errorType === 'CLIENT_ERROR' || count >= attempts) throw new Error('no more retries');
      return token(count);
    },
    recordSuccess: () => undefined,
  };
}
