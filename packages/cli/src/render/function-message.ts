/**
 * What a Lambda function said when it failed a state: its error's message, without the trace that the service has in the cause. Undefined for
 * any other failure.
 */
export function functionMessage(error: string | undefined, cause: string | undefined): string | undefined {
  if (error === undefined || cause?.startsWith('{') !== true) return undefined;
  try {
    const { errorType, errorMessage } = JSON.parse(cause) as Readonly<Record<string, unknown>>;
    return errorType === error && typeof errorMessage === 'string' ? `${error}: ${errorMessage}` : undefined;
  } catch {
    return undefined;
  }
}
