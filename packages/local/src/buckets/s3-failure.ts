import { isFlowError } from '@flowmap/graph';
import { exceptionName } from '../exception-name.js';
import { named } from './named.js';

/** Errors of S3 that its SDK has a class for, with the status that they come with; all others are an S3Exception. */
const MODELLED: Readonly<Record<string, number>> = {
  BucketAlreadyExists: 409,
  BucketAlreadyOwnedByYou: 409,
  EncryptionTypeMismatch: 400,
  IdempotencyParameterMismatch: 400,
  InvalidObjectState: 403,
  InvalidRequest: 400,
  InvalidWriteOffset: 400,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  NoSuchUpload: 404,
  ObjectAlreadyInActiveTierError: 403,
  ObjectNotInActiveTierError: 403,
  TooManyParts: 400,
};

/** The status of errors without a class: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const OTHERS: Readonly<Record<string, number>> = {
  AccessDenied: 403,
  InvalidArgument: 400,
  InvalidRange: 416,
  MethodNotAllowed: 405,
  NoSuchVersion: 404,
  PermanentRedirect: 301,
  PreconditionFailed: 412,
  SlowDown: 503,
};

/** What S3 would have answered where a store or a file system failed. */
const IN_WORDS_OF_S3: Readonly<Record<string, string>> = {
  EACCES: 'AccessDenied',
  EPERM: 'AccessDenied',
  INVALID_KEY: 'InvalidArgument',
  OBJECT_NOT_FOUND: 'NoSuchKey',
  STORE_DENIED: 'AccessDenied',
  STORE_NO_BUCKET: 'NoSuchBucket',
  STORE_THROTTLED: 'SlowDown',
  STORE_WRONG_REGION: 'PermanentRedirect',
};

/** Failures of a store to which S3 gave no answer at all. */
const UNANSWERED = new Set(['STORE_UNREACHABLE', 'STORE_NO_CREDENTIALS']);

/**
 * What buckets refuse in the words of the `aws-sdk` integrations: `S3.NoSuchKeyException` with `Status Code: 404`; what the SDK has no class
 * for is an `S3.S3Exception`, and what is none of S3's errors is one with the status 500.
 */
export function s3Failure(error: unknown, requestId: string): Error {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const own = codeOf(error);
  if (isFlowError(error) && UNANSWERED.has(error.code)) return named('S3.SdkClientException', message);
  const code = IN_WORDS_OF_S3[own ?? ''] ?? name;
  const status = MODELLED[code] ?? OTHERS[code] ?? 500;
  return named(
    code in MODELLED ? `S3.${exceptionName(code)}` : 'S3.S3Exception',
    `${message} (Service: S3, Status Code: ${status}, Request ID: ${requestId}) (SDK Attempt Count: 1)`,
  );
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
