import { FlowError, isFlowError } from '@flowmap/graph';
import { callOf } from './calls.js';

interface Fault {
  readonly code: string;
  /** What happened, before the service's own words. */
  readonly what: (action: string, resource: string) => string;
  readonly hint: string;
}

const NO_CREDENTIALS: Fault = {
  code: 'AWS_NO_CREDENTIALS',
  what: () => 'There are no AWS credentials to use',
  hint: 'Sign in (aws sso login), name a profile with --profile, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
};
const EXPIRED: Fault = {
  code: 'AWS_CREDENTIALS_EXPIRED',
  what: () => 'The AWS credentials have expired',
  hint: 'Sign in again (aws sso login), and say the same command once more: it goes on where it stopped.',
};
const REFUSED: Fault = {
  code: 'AWS_CREDENTIALS_REFUSED',
  what: () => 'AWS does not know these credentials',
  hint: 'Check the access key, the profile and the region: some regions know only tokens of their own.',
};
const DENIED: Fault = {
  code: 'AWS_DENIED',
  what: (action, resource) => `The right to ${action}${resource} is missing`,
  hint: 'flow-cli policies FILE --for deployer prints the policy that deploying needs.',
};
const THROTTLED: Fault = {
  code: 'AWS_THROTTLED',
  what: (action) => `AWS takes no more calls of ${action} at the moment`,
  hint: 'It was asked again several times. Say the same command once more in a minute: it goes on where it stopped.',
};
const QUOTA: Fault = {
  code: 'AWS_QUOTA',
  what: (action, resource) => `A quota of the account is reached: ${action}${resource}`,
  hint: 'Ask for a higher quota in the Service Quotas console, or remove what is no longer used.',
};
const UNREACHABLE: Fault = {
  code: 'AWS_UNREACHABLE',
  what: (action) => `There is no answer to ${action}`,
  hint: 'Check the network, --endpoint-url, and that the region exists.',
};
const NO_REGION: Fault = {
  code: 'AWS_NO_REGION',
  what: () => 'No region says where to deploy to',
  hint: 'Name one with --region, or set AWS_REGION, or put it into target.region of flowmap.config.ts.',
};

const BY_NAME: { readonly [name: string]: Fault } = {
  CredentialsProviderError: NO_CREDENTIALS,
  TokenProviderError: NO_CREDENTIALS,
  ExpiredToken: EXPIRED,
  ExpiredTokenException: EXPIRED,
  RequestExpired: EXPIRED,
  UnrecognizedClientException: REFUSED,
  InvalidClientTokenId: REFUSED,
  InvalidAccessKeyId: REFUSED,
  InvalidSignatureException: REFUSED,
  SignatureDoesNotMatch: REFUSED,
  IncompleteSignature: REFUSED,
  AccessDenied: DENIED,
  AccessDeniedException: DENIED,
  NotAuthorized: DENIED,
  Throttling: THROTTLED,
  ThrottlingException: THROTTLED,
  TooManyRequestsException: THROTTLED,
  RequestLimitExceeded: THROTTLED,
  SlowDown: THROTTLED,
  LimitExceededException: QUOTA,
  LimitExceeded: QUOTA,
  ServiceQuotaExceededException: QUOTA,
  StateMachineLimitExceeded: QUOTA,
  CodeStorageExceededException: QUOTA,
  TimeoutError: UNREACHABLE,
};

const NETWORK = /\bE(?:CONN[A-Z]+|HOST[A-Z]+|NET[A-Z]+|PIPE|TIMEDOUT|NOTFOUND|AI_AGAIN)\b|socket hang up/;

/**
 * The error for a call of AWS that failed, in words for whoever deploys: codes `AWS_...`, with the action and what it was about, and
 * the way on. The SDK's error is its cause. What is none of the SDK's is given back as it is.
 */
export function awsFault(error: unknown): unknown {
  if (isFlowError(error)) return error;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const call = callOf(error);
  if (message === 'Region is missing') return told(NO_REGION, NO_REGION.what('', ''), error);
  const fault = BY_NAME[name] ?? (isOfNetwork(error) ? UNREACHABLE : undefined);
  if (!fault && !call) return error;
  const about = call?.resource === undefined ? '' : ` on ${call.resource}`;
  const action = call?.action ?? 'AWS';
  if (fault) return told(fault, `${fault.what(action, about)} (${name}: ${message})`, error);
  return new FlowError('AWS_FAILED', `${action}${about} failed: ${name}: ${message}`, {
    cause: error,
    hint: 'Say the same command once more when the reason is gone: it goes on where it stopped.',
  });
}

function told({ code, hint }: Fault, message: string, cause: unknown): FlowError {
  return new FlowError(code, `${message}.`, { cause, hint });
}

/** Work whose failures are told as {@link awsFault} says. */
export async function faulted<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw awsFault(error);
  }
}

/** Whether a call never had an answer. */
function isOfNetwork(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  return NETWORK.test(String(code)) || NETWORK.test(String(message));
}

/** Whether a failure has one of these names. */
export function isNamed(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}
