import type { Json } from '@flowmap/asl/language';
import type { OptimizedService } from './optimized.table.js';
import { callSdk, type SdkFault } from './sdk-call.js';
import type { SdkClients } from './sdk-clients.js';
import { TaskError } from './task-error.js';

/** Calls an API through its optimized integration. */
export async function callOptimized(
  clients: SdkClients,
  service: OptimizedService,
  action: string,
  given: Json,
  signal: AbortSignal,
): Promise<Json> {
  const call = { service: service.client, action, arguments: withTexts(given, service.texts ?? []) };
  const { result, status, requestId } = await callSdk(
    clients,
    call,
    (fault) => optimizedFailure(service, fault),
    signal,
  );
  if (typeof result['FailedEntryCount'] === 'number' && result['FailedEntryCount'] > 0) {
    throw new TaskError(`${service.prefix}.FailedEntry`, JSON.stringify(result));
  }
  if (!service.hasMetadata) return result;
  return { ...result, SdkHttpMetadata: { HttpStatusCode: status }, SdkResponseMetadata: { RequestId: requestId } };
}

function optimizedFailure(service: OptimizedService, fault: SdkFault): TaskError {
  const { code, isModelled, message, status, requestId } = fault;
  if (status === 0) return new TaskError(`${service.prefix}.SdkClientException`, message);
  const name = isModelled ? `${code.replace(/(Exception|Error)$/, '')}Exception` : service.general;
  return new TaskError(
    `${service.prefix}.${name}`,
    `${message} (Service: ${service.service}; Status Code: ${status}; Error Code: ${code}; Request ID: ${requestId}; Proxy: null)`,
  );
}

/** Members that are text take any JSON, written as text. */
function withTexts(value: Json, texts: readonly string[]): Json {
  if (texts.length === 0 || typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map((item) => withTexts(item, texts));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      texts.includes(name) ? textOf(inner) : typeof inner === 'object' ? withTexts(inner, texts) : inner,
    ]),
  );
}

function textOf(value: Json): Json {
  return typeof value === 'string' || value === null ? value : JSON.stringify(value);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
