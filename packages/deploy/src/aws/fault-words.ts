import type { AwsCall } from './clients.js';
import { type LackedRight, missingRight } from './missing-right.js';
import { quotaOf } from './quota.js';

/** How a failure is told. */
export interface Fault {
  readonly code: string;
  /** What happened, in words that stand by themselves. */
  readonly what: (at: Failed) => string;
  readonly hint: string | ((at: Failed) => string);
}

/** A call that failed. */
export interface Failed {
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
/** Credentials may be those of a role that is taken on first. */
const OF_PROFILE = /not authorized to perform: sts:AssumeRole/;
const TAKE_ON =
  'The trust policy of that role has to name whoever takes it on. Check role_arn and source_profile of the profile, too.';

const DENIED: Fault = {
  code: 'AWS_DENIED',
  what: ({ call, message }) => denied(missingRight(message, call), call),
  hint: ({ message }) =>
    OF_PROFILE.test(message)
      ? TAKE_ON
      : 'flow-cli policies FILE --for deployer prints the policy that deploying needs.',
};
const NOT_ASSUMED: Fault = {
  code: 'AWS_ROLE_NOT_ASSUMED',
  what: ({ call, message }) => `${subjectOf(call)} was refused for its role: ${ended(message)}`,
  hint: `All of AWS knows a new role after a minute at the latest. Wait, and ${AGAIN}. If it is refused again, a policy of the organisation forbids it.`,
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
  hint: 'Leave out packages and layers that it does not need, or bring them in an image: lambda({ image }).',
};
const QUOTA: Fault = {
  code: 'AWS_QUOTA',
  what: ({ call, name, message }) => {
    const quota = quotaOf(name, call);
    const what = quota?.reached ?? 'A quota of the account is reached';
    return `${what}, so ${actionOf(call)} refused ${subjectOf(call)}: ${ended(message)}`;
  },
  hint: ({ name, call }) =>
    quotaOf(name, call)?.hint ??
    `Ask for a higher quota in the Service Quotas console, or remove what is no longer used; then ${AGAIN}.`,
};
/** For a call that never had an answer. */
export const UNREACHABLE: Fault = {
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

const HOST = /getaddrinfo (?:ENOTFOUND|EAI_AGAIN) (\S+)/;

/** How a failure is told; undefined where nothing better is known than what the service says. */
export function faultOf({ name, message }: Failed, isOfRole: boolean): Fault | undefined {
  if (message.startsWith('Region is missing')) return NO_REGION;
  if (message.startsWith('Region not accepted')) return ILLEGAL_REGION;
  if (HOST.test(message)) return NO_HOST;
  // A role that cannot be taken on is told by names that mean other things too.
  if (isOfRole) return NOT_ASSUMED;
  if (/^Unzipped size must be smaller/.test(message)) return TOO_LARGE;
  return BY_NAME[name];
}

function denied({ action, resource, reason = '' }: LackedRight, call: AwsCall | undefined): string {
  const right = `The right to ${action}${resource === undefined ? '' : ` on ${resource}`} is missing`;
  // What was being done is told where that is something else.
  const isOther = call !== undefined && serviceOf(call.action) !== serviceOf(action);
  const during = isOther ? `, without which ${call.action}${on(call)} is refused` : '';
  return `${right}${during}${reason.startsWith(':') || reason === '' ? reason : `: AWS refuses it ${reason}`}.`;
}

function serviceOf(action: string): string {
  return action.slice(0, action.indexOf(':'));
}

function actionOf(call: AwsCall | undefined): string {
  return call?.action ?? 'AWS';
}

/** What a call was about, behind its action. */
export function on(call: AwsCall): string {
  return call.resource === undefined ? '' : ` on ${call.resource}`;
}

function subjectOf(call: AwsCall | undefined): string {
  return call?.resource ?? 'it';
}

function said(name: string, message: string): string {
  const own = message.replace(/^AWS SDK error wrapper for (?:Error: )?/, '');
  return ended(name === 'Error' || own.startsWith(name) ? own : `${name}: ${own}`);
}

function ended(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
