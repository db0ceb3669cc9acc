import { FlowError, isFlowError } from '@flowmap/graph';
import { callOf } from './calls.js';
import type { AwsCall } from './clients.js';
import { type LackedRight, missingRight } from './missing-right.js';
import { quotaOf } from './quota.js';

interface Fault {
  readonly code: string;
  /** What happened, in words that stand by themselves. */
  readonly what: (at: Failed) => string;
  readonly hint: string | ((at: Failed) => string);
}

/** A call that failed. */
interface Failed {
  readonly call: AwsCall | undefined;
  /** The service's name for it, and what it says. */
  readonly name: string;
  readonly message: string;
}

const AGAIN = 'say the same command once more: it goes on where it stopped';

const NO_CREDENTIALS: Fault = {
  code: 'AWS_NO_CREDENTIALS',
  what: () => 'There are no AWS credentials to use.',
  hint: 'Sign in (aws sso login), name a profile with --profile, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
};
const EXPIRED: Fault = {
  code: 'AWS_CREDENTIALS_EXPIRED',
  what: () => 'The AWS credentials have expired.',
  hint: `Sign in again (aws sso login), and ${AGAIN}.`,
};
const REFUSED: Fault = {
  code: 'AWS_CREDENTIALS_REFUSED',
  what: ({ call, name, message }) =>
    `AWS does not know these credentials: ${actionOf(call)} says ${said(name, message)}`,
  hint: 'Check the access key and the profile; and the region: one that the account has to enable first says the same until then.',
};
const DENIED: Fault = {
  code: 'AWS_DENIED',
  what: ({ call, message }) => denied(missingRight(message, call), call),
  hint: 'flow-cli policies FILE --for deployer prints the policy that deploying needs.',
};
const NOT_ASSUMED: Fault = {
  code: 'AWS_ROLE_NOT_ASSUMED',
  what: ({ call, message }) =>
    `${subjectOf(call)} was not made: the service may not take on its role. It says: ${ended(message)}`,
  hint: `A new role can take a minute until all of AWS knows it: ${AGAIN}. If it stays so, a policy of the organisation forbids it.`,
};
const THROTTLED: Fault = {
  code: 'AWS_THROTTLED',
  what: ({ call, name, message }) =>
    `AWS takes no more calls of ${actionOf(call)} at the moment. It was asked several times, and says ${said(name, message)}`,
  hint: `Somebody else is busy in the account. Wait a minute, and ${AGAIN}.`,
};
const CHANGING: Fault = {
  code: 'AWS_CHANGED_AT_ONCE',
  what: ({ call, message }) =>
    `${subjectOf(call)} is being changed by somebody else, or still by an earlier command: ${ended(message)}`,
  hint: `Wait a minute, and ${AGAIN}.`,
};
const TOO_LARGE: Fault = {
  code: 'CODE_TOO_LARGE',
  what: ({ call }) =>
    `The code of ${subjectOf(call)} takes more than a Lambda function holds: 250 MiB, unzipped and together with its layers.`,
  hint: 'Leave out layers or packages that it does not need, or bring them in an image: lambda({ image }), or batch().',
};
const QUOTA: Fault = {
  code: 'AWS_QUOTA',
  what: ({ call, name, message }) => {
    const quota = quotaOf(name, call);
    const what = quota ? `The account has as many ${quota.of} as it may have` : 'A quota of the account is reached';
    return `${what}, so ${subjectOf(call)} was refused by ${actionOf(call)}: ${ended(message)}`;
  },
  hint: ({ name, call }) =>
    quotaOf(name, call)?.hint ??
    `Ask for a higher quota in the Service Quotas console, or remove what is no longer used; then ${AGAIN}.`,
};
const UNREACHABLE: Fault = {
  code: 'AWS_UNREACHABLE',
  what: ({ call, name, message }) => `There is no answer to ${actionOf(call)}: ${said(name, message)}`,
  hint: 'Check the network, a proxy, --endpoint-url, and that the region exists.',
};
const NO_HOST: Fault = {
  code: 'AWS_UNREACHABLE',
  what: ({ message }) =>
    `There is no host ${HOST.exec(message)?.[1] ?? ''}: the region does not exist, or this machine has no network.`,
  hint: 'Check the region (--region, AWS_REGION, the profile), --endpoint-url, and the network.',
};
const NO_REGION: Fault = {
  code: 'AWS_NO_REGION',
  what: () => 'Nothing says in which region to work.',
  hint: 'Name one with --region, or set AWS_REGION, or put it into target.region of flowmap.config.ts.',
};
const ILLEGAL_REGION: Fault = {
  code: 'AWS_NO_REGION',
  what: ({ message }) => `${/region=("[^"]*")/.exec(message)?.[1] ?? 'What was given'} is no region.`,
  hint: 'Write it as AWS does: eu-central-1.',
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
  ProvisionedThroughputExceededException: THROTTLED,
  SlowDown: THROTTLED,
  ConcurrentModification: CHANGING,
  ConcurrentModificationException: CHANGING,
  OperationAbortedException: CHANGING,
  StateMachineDeleting: CHANGING,
  LimitExceededException: QUOTA,
  LimitExceeded: QUOTA,
  ServiceQuotaExceededException: QUOTA,
  StateMachineLimitExceeded: QUOTA,
  CodeStorageExceededException: QUOTA,
  TooManyBuckets: QUOTA,
  TimeoutError: UNREACHABLE,
};

const NETWORK = /\bE(?:CONN[A-Z]+|HOST[A-Z]+|NET[A-Z]+|PIPE|TIMEDOUT|NOTFOUND|AI_AGAIN)\b|socket hang up/;

const HOST = /getaddrinfo ENOTFOUND (\S+)/;

/**
 * The error for a call of AWS that failed, in words for whoever deploys: codes `AWS_...`, with the action and what it was about, and
 * the way on. The SDK's error is its cause. What is none of the SDK's is given back as it is.
 */
export function awsFault(error: unknown): unknown {
  if (isFlowError(error)) return error;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const failed: Failed = { call: callOf(error), name, message };
  const fault = faultFor(failed, error);
  if (fault) {
    const { code, what, hint } = fault;
    return new FlowError(code, what(failed), { cause: error, hint: typeof hint === 'string' ? hint : hint(failed) });
  }
  const { call } = failed;
  if (!call) return error;
  return new FlowError('AWS_FAILED', `${call.action}${on(call)} failed: ${name}: ${message}`, {
    cause: error,
    hint: 'Say the same command once more when the reason is gone: it goes on where it stopped.',
  });
}

function faultFor({ name, message }: Failed, error: unknown): Fault | undefined {
  if (message.startsWith('Region is missing')) return NO_REGION;
  if (message.startsWith('Region not accepted')) return ILLEGAL_REGION;
  if (HOST.test(message)) return NO_HOST;
  // A role that cannot be taken on is told by names that mean other things too.
  if (isOfRole(error)) return NOT_ASSUMED;
  if (/^Unzipped size must be smaller/.test(message)) return TOO_LARGE;
  return BY_NAME[name] ?? (isOfNetwork(error) ? UNREACHABLE : undefined);
}

function denied({ action, resource, reason = '' }: LackedRight, call: AwsCall | undefined): string {
  const right = `The right to ${action}${resource === undefined ? '' : ` on ${resource}`} is missing`;
  // What was being done is told where that is something else.
  const during =
    call === undefined || call.action === action ? '' : `, without which ${call.action}${on(call)} is refused`;
  return `${right}${during}${reason.startsWith(':') || reason === '' ? reason : `: AWS refuses it ${reason}`}.`;
}

function actionOf(call: AwsCall | undefined): string {
  return call?.action ?? 'AWS';
}

function on(call: AwsCall): string {
  return call.resource === undefined ? '' : ` on ${call.resource}`;
}

function subjectOf(call: AwsCall | undefined): string {
  return call?.resource ?? 'it';
}

function said(name: string, message: string): string {
  return ended(name === 'Error' || message.startsWith(name) ? message : `${name}: ${message}`);
}

function ended(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
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

/** Whether a service may not take on the role that it was given, as far as it knows of it. */
export function isOfRole(error: unknown): boolean {
  if (!isNamed(error, 'InvalidParameterValueException', 'AccessDeniedException', 'ValidationException')) return false;
  const { message } = error as Error;
  return (
    !/sts:AssumeRole/.test(message) && /assume|not authorized to perform.*on the log|execution role/i.test(message)
  );
}
