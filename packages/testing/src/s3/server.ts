import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  accessDenied,
  type Answer,
  checkAuthorization,
  checkedPayload,
  conditionalConflict,
  type Delivery,
  MIN_PART_BYTES,
  perform,
  refusal,
  respond,
  type Route,
  routeOf,
  S3Error,
  type Service,
  unframed,
} from '@flowmap/local/s3';
import { BucketStates } from './bucket-state.js';
import type { S3Fault, S3Request, S3RequestHook, S3Server, S3ServerOptions } from './s3-server.types.js';

/**
 * Starts an S3 on a free port of this machine. It keeps buckets and objects in memory and keeps the rules of S3 that the SDKs lean on: checksums
 * are verified, also in trailers of chunked bodies, conditional writes have one winner, parts are not seen before their upload is
 * completed, lists come in pages, buckets of other regions redirect. What it does not have is 501 NotImplemented, by name: versions, copies,
 * ACLs, presigned posts.
 *
 * @example
 * const server = await s3Server({ region: 'eu-west-1' });
 * server.buckets.create('data');
 * server.faults.onRequest = ({ action, attempt }) => (action === 'PutObject' && attempt === 1 ? 'lose-answer' : undefined);
 * const client = new S3Client(server.clientConfig);
 */
export async function s3Server(options: S3ServerOptions = {}): Promise<S3Server> {
  const { region = 'us-east-1', now = () => new Date(), minPartBytes = MIN_PART_BYTES } = options;
  const faults: { onRequest: S3RequestHook | undefined } = { onRequest: options.onRequest };
  const buckets = new BucketStates(region, now);
  let ids = 0;
  const newId = (): string => (ids += 1).toString(16).toUpperCase().padStart(16, '0');
  const service: Service = { region, now, minPartBytes, buckets, newId };
  const server = createServer((request, response) => void serve(service, faults, request, response));
  // An idle connection that breaks just when it is used again would look like a fault that no test asked for.
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return {
    url,
    region,
    clientConfig: { endpoint: url, region, forcePathStyle: true, credentials },
    buckets,
    faults,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Headers = Readonly<Record<string, string>>;

async function serve(
  service: Service,
  faults: { readonly onRequest: S3RequestHook | undefined },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET', url = '/' } = request;
  const headers = headersOf(request);
  const id = service.newId();
  let delivery: Delivery = 'whole';
  let answer: Answer;
  try {
    const route = routeOf(method, url, headers);
    const removals = service.buckets.find(route.bucket)?.removals(route.key) ?? 0;
    const body = unframed(await received(request), headers);
    const asked = seen(route, method, headers, body.bytes.length);
    const fault = await faults.onRequest?.(asked);
    delivery = deliveryOf(fault);
    if (fault === 'lose-request') {
      response.socket?.destroy();
      return;
    }
    const failure = failureOf(fault);
    if (failure) throw failure;
    checkAuthorization(headers, route.query, service.region);
    const payload = checkedPayload(body, headers, route.action);
    const faultOf = async (key: string): Promise<S3Error | undefined> =>
      failureOf(await faults.onRequest?.({ ...asked, key }));
    answer = await perform({ ...route, headers, payload, removals, faultOf, service });
  } catch (error) {
    // A client that has gone wants no answer.
    if (request.destroyed && !request.complete) return;
    answer = refusal(error, method, url, id);
  }
  respond(response, method, answer, id, delivery);
}

function deliveryOf(fault: S3Fault | undefined): Delivery {
  if (fault === 'cut') return 'half';
  return fault === 'lose-answer' ? 'none' : 'whole';
}

function failureOf(fault: S3Fault | undefined): S3Error | undefined {
  switch (fault) {
    case 'throttle':
      return new S3Error(503, 'SlowDown', 'Please reduce your request rate.');
    case 'fail':
      return new S3Error(500, 'InternalError', 'We encountered an internal error. Please try again.');
    case 'deny':
      return accessDenied();
    case 'conflict':
      return conditionalConflict();
    default:
      return undefined;
  }
}

function seen({ action, bucket, key, query }: Route, method: string, headers: Headers, size: number): S3Request {
  const attempt = Number(/attempt=(\d+)/.exec(headers['amz-sdk-request'] ?? '')?.[1] ?? 1);
  const part = query.get('partNumber');
  return { method, action, bucket, key, attempt, partNumber: part === null ? undefined : Number(part), headers, size };
}

function headersOf({ headers }: IncomingMessage): Headers {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : (value ?? '')]),
  );
}

async function received(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
