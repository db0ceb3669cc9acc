interface Facts {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number };
}

const NETWORK = /\bE(?:CONN[A-Z]+|HOST[A-Z]+|NET[A-Z]+|PIPE|TIMEDOUT|NOTFOUND|AI_AGAIN)\b|socket hang up/;

/** The status of the answer to a request that failed; undefined where there was none. */
export function statusOf(error: unknown): number | undefined {
  return factsOf(error).$metadata?.httpStatusCode;
}

/** How often the client sent a request that failed. */
export function attemptsOf(error: unknown): number {
  return factsOf(error).$metadata?.attempts ?? 1;
}

/** Whether S3 gave one of these names to a failure. */
export function isNamed(error: unknown, ...names: readonly string[]): boolean {
  const { name } = factsOf(error);
  return typeof name === 'string' && names.includes(name);
}

/** Whether there is no such object. The answer to a HEAD has a status and no name. */
export function isMissing(error: unknown): boolean {
  return isNamed(error, 'NoSuchKey', 'NotFound') && statusOf(error) === 404;
}

/** Whether a condition of a request does not hold. */
export function isPreconditionFailed(error: unknown): boolean {
  return statusOf(error) === 412;
}

/** Whether a conditional write met another operation on the same key. S3 wants to be asked again. */
export function isConflict(error: unknown): boolean {
  return statusOf(error) === 409;
}

/** Whether a request never had an answer. The client keeps the code of some errors in their message alone. */
export function isOfNetwork(error: unknown): boolean {
  const { code, message } = factsOf(error);
  return NETWORK.test(String(code)) || NETWORK.test(String(message));
}

function factsOf(error: unknown): Facts {
  return typeof error === 'object' && error !== null ? error : {};
}
