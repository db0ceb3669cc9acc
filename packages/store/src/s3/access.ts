import type { S3Client } from '@aws-sdk/client-s3';
import { type S3Asked, s3Fault } from './fault.js';

/** A bucket, and what requests to it have in common. */
export interface Access {
  readonly client: S3Client;
  readonly bucket: string;
  /** The KMS key that encrypts what is written; without it the bucket's own encryption does. */
  readonly kmsKey: string | undefined;
  readonly partBytes: number;
  readonly partsAtOnce: number;
  readonly writerId: () => string;
}

/** What a request is about, for the error where it fails. */
export interface About {
  readonly right: S3Asked['right'];
  readonly key?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What to throw for a request that failed: the signal's reason where that ended it, and otherwise a `STORE_...`. */
export async function failureOf({ client, bucket }: Access, error: unknown, about: About): Promise<unknown> {
  const { right, key, signal } = about;
  if (signal?.aborted === true) return signal.reason;
  const region = await client.config.region().catch(() => undefined);
  return s3Fault(error, { right, bucket, key, region });
}

/** A signal as the client takes it. */
export function stopping(signal: AbortSignal | undefined): { readonly abortSignal?: AbortSignal } {
  return signal ? { abortSignal: signal } : {};
}

/** How what is written is encrypted. */
export function encryptionOf({ kmsKey }: Access): {
  readonly ServerSideEncryption?: 'aws:kms';
  readonly SSEKMSKeyId?: string;
  readonly BucketKeyEnabled?: true;
} {
  // A bucket key saves a request to KMS for each object.
  return kmsKey === undefined ? {} : { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: kmsKey, BucketKeyEnabled: true };
}
