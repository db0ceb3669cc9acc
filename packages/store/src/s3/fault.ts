import { FlowError, isFlowError } from '@flowmap/graph';
import { isOfNetwork, statusOf } from './error-facts.js';

/** What was asked of S3 when it failed. */
export interface S3Asked {
  /** The right that it takes, which has the action's name: `s3:PutObject`. */
  readonly right: string;
  readonly bucket: string;
  /** The object; none for a request about the bucket. */
  readonly key?: string | undefined;
  /** The region that the client asks. */
  readonly region?: string | undefined;
}

interface Fault {
  readonly code: string;
  readonly what: string;
  readonly hint: string;
}

const NO_CREDENTIALS: Fault = {
  code: 'STORE_NO_CREDENTIALS',
  what: 'no valid AWS credentials to use',
  hint: 'Sign in, or set AWS_PROFILE or AWS_ACCESS_KEY_ID.',
};
const THROTTLED: Fault = {
  code: 'STORE_THROTTLED',
  what: 'too many requests for',
  hint: 'It was asked again several times. Wait a while, or let fewer tasks run at once.',
};
const UNREACHABLE: Fault = {
  code: 'STORE_UNREACHABLE',
  what: 'no answer from S3 about',
  hint: 'Check the network, the region and the endpoint.',
};
const NO_BUCKET: Fault = {
  code: 'STORE_NO_BUCKET',
  what: 'S3 does not have',
  hint: 'Deploy first, or check the account and the name of the bucket.',
};
const CLOCK: Fault = {
  code: 'STORE_FAILED',
  what: 'the clock of this machine is too far from the time to use',
  hint: 'Set the clock.',
};
const CONFLICT: Fault = {
  code: 'STORE_CONFLICT',
  what: 'others wrote and removed it again and again:',
  hint: 'Nothing was written. Write it again.',
};
const TOO_SMALL: Fault = {
  code: 'STORE_FAILED',
  what: 'the parts are too small for S3 to put together',
  hint: 'Give partBytes of 5 MiB or more.',
};

const BY_NAME: Readonly<Record<string, Fault>> = {
  NoSuchBucket: NO_BUCKET,
  CredentialsProviderError: NO_CREDENTIALS,
  TokenProviderError: NO_CREDENTIALS,
  InvalidAccessKeyId: NO_CREDENTIALS,
  SignatureDoesNotMatch: NO_CREDENTIALS,
  ExpiredToken: NO_CREDENTIALS,
  ExpiredTokenException: NO_CREDENTIALS,
  InvalidToken: NO_CREDENTIALS,
  RequestTimeTooSkewed: CLOCK,
  SlowDown: THROTTLED,
  ServiceUnavailable: THROTTLED,
  RequestLimitExceeded: THROTTLED,
  ThrottlingException: THROTTLED,
  TooManyRequestsException: THROTTLED,
  TimeoutError: UNREACHABLE,
  ConditionalRequestConflict: CONFLICT,
  EntityTooSmall: TOO_SMALL,
};

const BY_STATUS: Readonly<Record<number, Fault>> = { 429: THROTTLED, 503: THROTTLED };

/**
 * The error for a failed request to S3: codes `STORE_...`, with the bucket, the object, what to do, and the original as cause. It goes by
 * the name of S3's error, and by the status where there is no name, as in the answer to a HEAD. A FlowError stays what it is.
 */
export function s3Fault(error: unknown, asked: S3Asked): unknown {
  if (isFlowError(error)) return error;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const status = statusOf(error);
  const thing = nameOf(asked);
  const elsewhere = otherRegion(error, asked);
  if (elsewhere) return elsewhere;
  const fault = BY_NAME[name] ?? BY_STATUS[status ?? 0] ?? (isOfNetwork(error) ? UNREACHABLE : undefined);
  if (fault)
    return new FlowError(fault.code, `${fault.what} ${thing} (${name}: ${message})`, {
      cause: error,
      hint: fault.hint,
    });
  if (status === 403) return denied(error, message, asked);
  const hint = /^Region is missing/.test(message) ? { hint: 'Set AWS_REGION, or name the region in the profile.' } : {};
  return new FlowError('STORE_FAILED', `${thing} cannot be used: ${name}: ${message}`, { cause: error, ...hint });
}

/** `the object k of the bucket b` */
export function nameOf({ bucket, key }: Pick<S3Asked, 'bucket' | 'key'>): string {
  return key === undefined ? `the bucket ${bucket}` : `the object ${key} of the bucket ${bucket}`;
}

/** S3 says in its own words what is missing where that is no right of S3: the use of a key. */
function denied(error: unknown, message: string, { right, bucket, key, region }: S3Asked): FlowError {
  const [, other, on] = /not authorized to perform: (\S+)(?: on resource: (\S+))?/.exec(message) ?? [];
  const arn = `arn:${partitionOf(region)}:s3:::${bucket}${key === undefined ? '' : `/${key}`}`;
  const hint =
    right === 's3:GetObject'
      ? 'Ask for this right. Without s3:ListBucket S3 says the same of an object that is not there.'
      : 'Ask for this right.';
  const resource = other === undefined ? arn : (on?.replace(/^"|"$/g, '') ?? arn);
  const about = other === undefined || other === right ? '' : `, for ${nameOf({ bucket, key })}`;
  return new FlowError('STORE_DENIED', `no right to ${other ?? right} on ${resource}${about}`, { cause: error, hint });
}

function otherRegion(error: unknown, { bucket, key, region = 'another' }: S3Asked): FlowError | undefined {
  const status = statusOf(error);
  if (status !== 301 && status !== 307 && status !== 400) return undefined;
  const { $response, Region } = error as {
    readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
    readonly Region?: unknown;
  };
  const actual = $response?.headers?.['x-amz-bucket-region'] ?? (typeof Region === 'string' ? Region : undefined);
  if (status === 400 ? actual === undefined || actual === region : false) return undefined;
  const about = key === undefined ? '' : ` (asked about the object ${key})`;
  return new FlowError(
    'STORE_WRONG_REGION',
    `the bucket ${bucket} is in the region ${actual ?? 'of another endpoint'}, and the client asks ${region}${about}`,
    { cause: error, hint: actual === undefined ? 'Use the region of the bucket.' : `Use the region ${actual}.` },
  );
}

function partitionOf(region = ''): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
