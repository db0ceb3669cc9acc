import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';

/** Attempts of a request that is throttled: a wide fan-out writes below one prefix from many places at once. */
const ATTEMPTS = 8;

/** A client of S3, for packages that have no client of AWS of their own. Without settings: what the environment says. */
export function s3Client(config: S3ClientConfig = {}): S3Client {
  return new S3Client({ maxAttempts: ATTEMPTS, ...config });
}
