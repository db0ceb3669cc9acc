/** The code under which JSONata reports a call of `$error`. Source: the error codes of jsonata 2.0.6. */
const OWN_ERROR = / threw an error during evaluation\. D3137: (.*)$/s;

/**
 * What a compiled machine itself said when it failed a state by `$error`, such as `perChunk: 11 of 1000 items failed, 10
 * tolerated`: without the expression, which the service puts in front. Undefined for any other failure.
 */
export function machineMessage(error: string | undefined, cause: string | undefined): string | undefined {
  return error === 'States.QueryEvaluationError' ? OWN_ERROR.exec(cause ?? '')?.[1] : undefined;
}
