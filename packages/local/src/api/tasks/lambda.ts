import { randomUUID } from 'node:crypto';
import type { Json } from '@flowmap/asl/language';
import type { Endpoints } from './endpoints.js';
import { notServed, TaskError } from './task-error.js';

/** A call of a Lambda function. */
export interface FunctionCall {
  /** Its name or ARN, maybe with a qualifier. */
  readonly name: string;
  readonly qualifier?: string;
  readonly payload: Json;
  readonly invocationType?: string;
  readonly clientContext?: string;
}

/** What a function answered. */
export interface FunctionAnswer {
  readonly payload: Json;
  readonly executedVersion: string;
  readonly status: number;
  readonly requestId: string;
  readonly headers: Headers;
}

/**
 * Calls a function through the Invoke API of the endpoint that `AWS_ENDPOINT_URL_LAMBDA` names. A function's own error fails the task
 * with its errorType, and its whole answer as the cause.
 */
export async function callFunction(
  call: FunctionCall,
  endpoints: Endpoints,
  region: string,
  signal: AbortSignal,
): Promise<FunctionAnswer> {
  const endpoint = endpoints.of('Lambda');
  if (endpoint === undefined) {
    throw notServed(
      `the function ${call.name} is called, and there is no Lambda: set ${endpoints.variable('Lambda')} to the endpoint of one`,
    );
  }
  const url = new URL(`${endpoint}/2015-03-31/functions/${encodeURIComponent(call.name)}/invocations`);
  if (call.qualifier !== undefined) url.searchParams.set('Qualifier', call.qualifier);
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-amz-invocation-type': call.invocationType ?? 'RequestResponse',
        ...(call.clientContext !== undefined && { 'x-amz-client-context': call.clientContext }),
        authorization: unsigned('lambda', region),
      },
      body: JSON.stringify(call.payload),
      signal,
    });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new TaskError(
      'Lambda.SdkClientException',
      `Unable to execute HTTP request: ${reasonOf(error)} (${endpoint})`,
    );
  }
  const text = await response.text();
  const requestId = response.headers.get('x-amzn-requestid') ?? randomUUID();
  if (!response.ok) throw serviceFailure(response, text, requestId);
  if (response.headers.has('x-amz-function-error')) throw functionError(text);
  return {
    payload: text === '' ? {} : parsed(text),
    executedVersion: response.headers.get('x-amz-executed-version') ?? '$LATEST',
    status: response.status,
    requestId,
    headers: response.headers,
  };
}

/**
 * Local servers find the service and region of a request in its credential scope, and check no signature. Nothing secret is sent.
 */
function unsigned(service: string, region: string): string {
  return (
    `AWS4-HMAC-SHA256 Credential=local/20250101/${region}/${service}/aws4_request, ` +
    'SignedHeaders=host, Signature=0000000000000000000000000000000000000000000000000000000000000000'
  );
}

function serviceFailure(response: Response, text: string, requestId: string): TaskError {
  const body = parsed(text);
  const fields = typeof body === 'object' && body !== null ? (body as Readonly<Record<string, Json>>) : {};
  const given = response.headers.get('x-amzn-errortype') ?? fields['__type'] ?? fields['Type'];
  const code = typeof given === 'string' ? given.replace(/^.*#/, '').replace(/:.*$/, '') : 'AWSLambdaException';
  const message = fields['Message'] ?? fields['message'];
  return new TaskError(
    `Lambda.${code}`,
    `${typeof message === 'string' ? message : text} (Service: AWSLambda; Status Code: ${response.status}; ` +
      `Error Code: ${code}; Request ID: ${requestId}; Proxy: null)`,
  );
}

function functionError(text: string): TaskError {
  const body = parsed(text);
  const type =
    typeof body === 'object' && body !== null ? (body as Readonly<Record<string, Json>>)['errorType'] : undefined;
  return new TaskError(typeof type === 'string' && type !== '' ? type : 'Lambda.Unknown', text);
}

/** A function that answers no JSON answers text. */
function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error && cause.message !== '' ? cause.message : message;
}
