import type { Json } from '@flowmap/asl/language';
import type { ObjectStorage, TaskRequest } from '@flowmap/engine';
import { callBuckets } from '../../buckets/s3-calls.js';
import type { Endpoints } from './endpoints.js';
import { JOBS } from './jobs.table.js';
import { INTEGRATION, notImplemented } from './not-implemented.js';
import { callFunction, type FunctionCall } from './lambda.js';
import { OPTIMIZED } from './optimized.table.js';
import { callOptimized } from './optimized.js';
import type { OwnCalls } from './own-calls.js';
import { callSdk, sdkFailure } from './sdk-call.js';
import type { SdkClients } from './sdk-clients.js';
import { notServed } from './task-error.js';
import type { KeptTokens } from './token-records.js';
import { waitForJob } from './wait-for-job.js';

type Fields = Readonly<Record<string, Json>>;

/** Whatever tasks call. */
export interface TaskServers {
  readonly region: string;
  readonly endpoints: Endpoints;
  readonly clients: SdkClients;
  readonly own: OwnCalls;
  readonly tokens: KeptTokens;
  /** Buckets where no S3 is named. */
  readonly folders: ObjectStorage;
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Does the work of Task states: functions and services at their local endpoints, Step Functions here, activities by their workers. What is
 * not served fails the task with `Flowmap.NotServed`, by name.
 */
export async function serveTask(servers: TaskServers, request: TaskRequest, signal: AbortSignal): Promise<Json> {
  const { resource, arguments: given } = request;
  if (/^arn:[^:]+:lambda:/.test(resource)) {
    const call = { name: resource, payload: given };
    return (await callFunction(call, servers.endpoints, servers.region, signal)).payload;
  }
  if (/^arn:[^:]+:states:[^:]+:[^:]+:activity:/.test(resource)) return servers.tokens.offer(request);
  const missing = notImplemented(resource);
  if (missing !== undefined) throw notServed(`the state ${request.state} calls ${resource}: ${missing}`);
  const [, service = '', action = '', pattern] = INTEGRATION.exec(resource) ?? [];
  const call = (name: string, args: Json): Promise<Json> => callService(servers, service, name, args, signal, request);
  switch (pattern) {
    case undefined:
      return call(action, given);
    case '.waitForTaskToken':
      if (request.submission === undefined) request.submitted(await call(action, given));
      else request.submitted(request.submission);
      return servers.tokens.wait(request);
    default:
      return waitForSync(servers, `${service}:${action}`, pattern === '.sync:2', call, request, signal);
  }
}

async function waitForSync(
  { own, pause }: TaskServers,
  name: string,
  parsed: boolean,
  call: (action: string, args: Json) => Promise<Json>,
  request: TaskRequest,
  signal: AbortSignal,
): Promise<Json> {
  const job = JOBS[name];
  const submitted = request.submission ?? (await call(name.slice(name.indexOf(':') + 1), request.arguments));
  request.submitted(submitted);
  if (job !== undefined) {
    return waitForJob(job, submitted, request.arguments, call, (milliseconds) => pause(milliseconds, signal));
  }
  return own.ended(submitted as Fields, parsed, request.signal);
}

function callService(
  servers: TaskServers,
  service: string,
  action: string,
  given: Json,
  signal: AbortSignal,
  { state, token }: TaskRequest,
): Promise<Json> {
  const { clients, own, folders } = servers;
  if (service === 'lambda' && action === 'invoke') return invoke(servers, given as Fields, signal);
  if (service === 'states' && action === 'startExecution') return own.start(given, token);
  if (service.startsWith('aws-sdk:')) {
    const name = service.slice('aws-sdk:'.length);
    if (name === 'sfn') return own.call(action, given);
    const local = name === 's3' && !clients.isReachable('s3', 'S3') ? callBuckets(folders, action, given) : undefined;
    if (local !== undefined) return local;
    return callSdk(clients, { service: name, action, arguments: given }, sdkFailure, signal).then(
      ({ result }) => result,
    );
  }
  const optimized = OPTIMIZED[service];
  if (optimized === undefined) throw notServed(`the state ${state} calls ${service}:${action}`);
  return callOptimized(clients, optimized, action, given, signal);
}

/** The optimized integration wraps what the function answers. */
async function invoke({ endpoints, region }: TaskServers, given: Fields, signal: AbortSignal): Promise<Json> {
  const {
    FunctionName: name,
    Qualifier: qualifier,
    Payload: payload = {},
    InvocationType: type,
    ClientContext: context,
  } = given;
  const call: FunctionCall = {
    name: typeof name === 'string' ? name : JSON.stringify(name ?? null),
    // Text is taken for the JSON that is sent.
    payload: typeof payload === 'string' ? jsonOf(payload) : payload,
    ...(typeof qualifier === 'string' && { qualifier }),
    ...(typeof type === 'string' && { invocationType: type }),
    ...(context !== undefined && { clientContext: typeof context === 'string' ? context : encoded(context) }),
  };
  const answer = await callFunction(call, endpoints, region, signal);
  return {
    ExecutedVersion: answer.executedVersion,
    ...(answer.status === 200 && { Payload: answer.payload }),
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries([...answer.headers].map(([header, value]) => [header, [value]])),
      HttpHeaders: Object.fromEntries(answer.headers),
      HttpStatusCode: answer.status,
    },
    SdkResponseMetadata: { RequestId: answer.requestId },
    StatusCode: answer.status,
  };
}

function jsonOf(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function encoded(value: Json): string {
  return Buffer.from(JSON.stringify(value)).toString('base64');
}
