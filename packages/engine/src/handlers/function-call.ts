import type { Json } from '@flowmap/asl/language';
import type { TaskRequest } from '../ports.js';
import { NoTaskHandler } from '../states/task-failure.js';
import { asJson } from './as-json.js';
import { SDK_METADATA } from './service-answer.js';
import type { TaskHandler } from './task-handler.js';

/** A Lambda function that a task calls. */
export interface FunctionCall {
  /** Its ARN or FunctionName, as written. */
  readonly name: string;
  readonly payload: Json;
  /** Whether the answer is wrapped: that of `lambda:invoke`. */
  readonly isWrapped: boolean;
  readonly version: string;
}

const OWN = /^arn:[^:]*:lambda:[^:]*:[^:]*:function:/;
const INVOKE = /^arn:[^:]*:states:[^:]*:[^:]*:lambda:invoke(\.waitForTaskToken)?$/;

/** The function that a task calls, by its own ARN or through `lambda:invoke`; undefined of any other task. */
export function callOf({ resource, arguments: given }: TaskRequest): FunctionCall | undefined {
  if (OWN.test(resource)) return { name: resource, payload: given, isWrapped: false, version: '$LATEST' };
  if (!INVOKE.test(resource) || given === null || typeof given !== 'object') return undefined;
  const { FunctionName: name, Payload: payload = {}, Qualifier: version } = given as Readonly<Record<string, Json>>;
  if (typeof name !== 'string') return undefined;
  return { name, payload, isWrapped: true, version: typeof version === 'string' ? version : '$LATEST' };
}

/** The bare name of a function: of `name`, `name:alias`, `account:function:name` and ARNs with or without a version. */
export function functionName(text: string): string {
  const [, name = text] = /^(?:.*:)?function:([^:]+)/.exec(text) ?? /^([^:]+)/.exec(text) ?? [];
  return name;
}

/** Runs a handler as the function that is called. */
export async function runFunction(call: FunctionCall, handler: TaskHandler, request: TaskRequest): Promise<Json> {
  refuseAsynchronous(request);
  let result: Json;
  try {
    result = asJson(await handler(payloadOf(call), request));
  } catch (error) {
    throw functionError(error);
  }
  if (!call.isWrapped) return result;
  return {
    ExecutedVersion: call.version,
    Payload: result,
    ...SDK_METADATA,
    StatusCode: 200,
  };
}

/** Text is taken for the JSON that is sent, as recorded: a payload of `"0"` reaches the function as the number. */
function payloadOf({ payload, isWrapped }: FunctionCall): Json {
  if (!isWrapped || typeof payload !== 'string') return asJson(payload);
  try {
    return JSON.parse(payload) as Json;
  } catch {
    const message = 'Could not parse request body into json';
    throw Object.assign(new Error(message), { name: 'Lambda.InvalidRequestContentException' });
  }
}

function refuseAsynchronous({ arguments: given, state }: TaskRequest): void {
  const type = (given as { readonly InvocationType?: Json } | null)?.InvocationType;
  if (type === undefined || type === 'RequestResponse') return;
  throw new NoTaskHandler(
    `The state '${state}' calls its function with the InvocationType ${JSON.stringify(type)}: give its handler by the state's name`,
  );
}

/** What Lambda makes of an error that a function of its Node runtime throws; the stack is left out. */
function functionError(thrown: unknown): Error {
  const isError = thrown instanceof Error;
  const errorType = isError ? thrown.name : typeof thrown;
  const errorMessage = isError ? thrown.message : String(thrown);
  // An error of the service that calls the function, which the test lets it have.
  if (/^(Lambda|States|Sandbox)\./.test(errorType)) return thrown as Error;
  const cause = JSON.stringify({ errorType, errorMessage, trace: [] });
  return Object.assign(new Error(cause), { name: errorType });
}
