import { randomUUID } from 'node:crypto';
import type { Json } from '@flowmap/asl/language';
import { exceptionName } from '../../exception-name.js';
import { fromClient, toClient } from './sdk-schema.js';
import type { LoadedClient, SdkClients } from './sdk-clients.js';
import { notServed, TaskError } from './task-error.js';

/** A call of an API. */
export interface SdkCall {
  /** As a task names it: `dynamodb`. */
  readonly service: string;
  /** `getItem` */
  readonly action: string;
  readonly arguments: Json;
}

/** What an API answered. */
export interface SdkAnswer {
  readonly result: { readonly [name: string]: Json };
  readonly status: number;
  readonly requestId: string;
}

/** An API's refusal, before it is put into the words of one integration or the other. */
export interface SdkFault {
  readonly serviceId: string;
  /** `ResourceNotFoundException` */
  readonly code: string;
  /** Whether the API documents it: the client has a class for it. */
  readonly isModelled: boolean;
  readonly message: string;
  readonly status: number;
  readonly requestId: string;
}

/** Calls an API. A refusal becomes what `failure` makes of it; a service that cannot be reached is an SdkClientException. */
export async function callSdk(
  clients: SdkClients,
  { service, action, arguments: given }: SdkCall,
  failure: (fault: SdkFault) => TaskError,
  signal: AbortSignal,
): Promise<SdkAnswer> {
  const loaded = await clients.load(service);
  const Command = commandOf(loaded, service, action);
  const schemas = schemasOf(new Command({}));
  const command = new Command(toClient(given, schemas.input) as object);
  let answer: Readonly<Record<string, unknown>>;
  try {
    answer = await loaded.client.send(command, { abortSignal: signal });
  } catch (error) {
    if (signal.aborted) throw error;
    throw failure(faultOf(error, loaded, action));
  }
  const { $metadata, ...members } = answer;
  const { httpStatusCode = 200, requestId = randomUUID() } = ($metadata ?? {}) as Metadata;
  return {
    result: (await fromClient(members, schemas.output)) as SdkAnswer['result'],
    status: httpStatusCode,
    requestId,
  };
}

/** An error in the words of the `aws-sdk` integrations. */
export function sdkFailure({ serviceId, code, isModelled, message, status, requestId }: SdkFault): TaskError {
  const service = javaName(serviceId);
  if (status === 0) return new TaskError(`${service}.SdkClientException`, message);
  const name = isModelled ? exceptionName(code) : `${service}Exception`;
  return new TaskError(
    `${service}.${name}`,
    `${message} (Service: ${service}, Status Code: ${status}, Request ID: ${requestId}) (SDK Attempt Count: 1)`,
  );
}

/** A service's name as the AWS SDK for Java writes it: `DynamoDb`, `Sfn`, `SecretsManager`. */
export function javaName(serviceId: string): string {
  return serviceId
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase())
    .join('');
}

interface Metadata {
  readonly httpStatusCode?: number;
  readonly requestId?: string;
}

type CommandClass = new (input: object) => object;

function commandOf({ module, serviceId }: LoadedClient, service: string, action: string): CommandClass {
  const wanted = `${action}command`.toLowerCase();
  const name = Object.keys(module).find((one) => one.toLowerCase() === wanted);
  if (name === undefined) throw notServed(`${serviceId} has no action ${service}:${action}; is its client too old?`);
  return module[name] as CommandClass;
}

/** The schemas of a command's input and output; clients of earlier versions carry none. */
function schemasOf(command: object): { readonly input: unknown; readonly output: unknown } {
  const { schema } = command as { readonly schema?: unknown };
  return Array.isArray(schema) ? { input: schema[4], output: schema[5] } : { input: undefined, output: undefined };
}

function faultOf(error: unknown, { module, serviceId, endpoint }: LoadedClient, action: string): SdkFault {
  const { name, message, $metadata } = error as Error & { readonly $metadata?: Metadata };
  const status = $metadata?.httpStatusCode;
  if (status === undefined) {
    const text = `Unable to execute HTTP request: ${message === '' ? name : message} (${endpoint ?? 'AWS'})`;
    return { serviceId, code: 'SdkClientException', isModelled: false, message: text, status: 0, requestId: '' };
  }
  const requestId = $metadata?.requestId ?? randomUUID();
  const code = name === 'NotFound' ? (MISSING[`${serviceId}:${action}`] ?? name) : name;
  const isModelled = typeof module[code] === 'function' && !isOfAnotherAction(serviceId, action, code);
  return { serviceId, code, isModelled, message, status, requestId };
}

/** The answer to a HEAD has no body to name the error; the SDK for Java knows by the action what is missing. */
const MISSING: Readonly<Record<string, string>> = { 'S3:headObject': 'NoSuchKey', 'S3:headBucket': 'NoSuchBucket' };

/** S3 documents AccessDenied for one action; the client takes its class for all, and the service an S3Exception for the others. */
function isOfAnotherAction(serviceId: string, action: string, code: string): boolean {
  return serviceId === 'S3' && code === 'AccessDenied' && action !== 'updateObjectEncryption';
}
