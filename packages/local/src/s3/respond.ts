import type { ServerResponse } from 'node:http';
import type { Answer } from './call.js';
import { errorDocument, S3Error } from './s3-error.js';

/** How an answer goes out: as it is, not at all, or half of it. */
export type Delivery = 'whole' | 'none' | 'half';

/** Sends an answer. One to a HEAD has the headers of its body, and none. */
export function respond(
  response: ServerResponse,
  method: string,
  answer: Answer,
  id: string,
  delivery: Delivery,
): void {
  if (delivery === 'none') {
    response.socket?.destroy();
    return;
  }
  const body = typeof answer.body === 'string' ? Buffer.from(answer.body) : (answer.body ?? Buffer.alloc(0));
  const hasBody = answer.status !== 204 && answer.status !== 304;
  response.writeHead(answer.status, {
    server: 'AmazonS3',
    'x-amz-request-id': id,
    ...answer.headers,
    ...(hasBody && { 'content-length': body.length }),
  });
  if (method === 'HEAD' || !hasBody) {
    response.end();
  } else if (delivery === 'half') {
    response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.destroy());
  } else {
    response.end(body);
  }
}

/** What is answered to a request that failed. */
export function refusal(error: unknown, method: string, resource: string, id: string): Answer {
  const known =
    error instanceof S3Error ? error : new S3Error(500, 'InternalError', `The bucket failed: ${String(error)}`);
  if (method === 'HEAD') return { status: known.status, headers: known.headers };
  return {
    status: known.status,
    headers: { 'content-type': 'application/xml', ...known.headers },
    body: errorDocument(known, resource, id),
  };
}
