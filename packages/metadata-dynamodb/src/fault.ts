import { FlowError, isFlowError } from '@flowmap/graph';

interface Fault {
  readonly code: string;
  readonly what: string;
  readonly hint?: string;
}

const NO_CREDENTIALS: Fault = {
  code: 'METADATA_NO_CREDENTIALS',
  what: 'no valid AWS credentials to use',
  hint: 'Sign in, or set AWS_PROFILE or AWS_ACCESS_KEY_ID.',
};
const THROTTLED: Fault = {
  code: 'METADATA_THROTTLED',
  what: 'too many requests for',
  hint: 'It was asked again several times. Wait a while, or raise the limits of the table.',
};
const UNREACHABLE: Fault = {
  code: 'METADATA_UNREACHABLE',
  what: 'no answer from DynamoDB about',
  hint: 'Check the network, the region and the endpoint.',
};

const BY_NAME: Readonly<Record<string, Fault>> = {
  ResourceNotFoundException: {
    code: 'METADATA_NO_TABLE',
    what: 'cannot find',
    hint: 'Make it with flow-cli bootstrap, or check the account, the region and the name of the table.',
  },
  AccessDeniedException: { code: 'METADATA_DENIED', what: 'no right to use', hint: 'Ask for the rights on the table.' },
  CredentialsProviderError: NO_CREDENTIALS,
  TokenProviderError: NO_CREDENTIALS,
  UnrecognizedClientException: NO_CREDENTIALS,
  InvalidSignatureException: NO_CREDENTIALS,
  ExpiredTokenException: NO_CREDENTIALS,
  ProvisionedThroughputExceededException: THROTTLED,
  ThrottlingException: THROTTLED,
  RequestLimitExceeded: THROTTLED,
  TimeoutError: UNREACHABLE,
};

const NETWORK = /\bE(?:CONN[A-Z]+|HOST[A-Z]+|NET[A-Z]+|PIPE|TIMEDOUT|NOTFOUND|AI_AGAIN)\b/;

/** The error for a failed request: codes `METADATA_...`, with the table's name, what to do, and the original as cause. */
export function metadataFault(error: unknown, table: string): unknown {
  if (isFlowError(error)) return error;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const fault = BY_NAME[name] ?? (isOfNetwork(error) ? UNREACHABLE : undefined);
  if (!fault)
    return new FlowError('METADATA_FAILED', `the table ${table} cannot be used: ${message}`, { cause: error });
  return new FlowError(fault.code, `${fault.what} the table ${table} (${name}: ${message})`, {
    cause: error,
    ...(fault.hint === undefined ? {} : { hint: fault.hint }),
  });
}

/** Whether a request never had an answer. The client keeps the code of some errors in their message alone. */
export function isOfNetwork(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  return NETWORK.test(String(code)) || NETWORK.test(String(message));
}
