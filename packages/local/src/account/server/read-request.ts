import type { IncomingMessage } from 'node:http';
import type { WireRequest } from './wire.js';

/** Reads a request to its end. */
export async function readRequest(request: IncomingMessage): Promise<WireRequest> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  const target = request.url ?? '/';
  const [path, query] = splitAt(target, '?');
  return {
    method: request.method ?? 'GET',
    target,
    path,
    query: new URLSearchParams(query),
    headers: request.headers,
    body: Buffer.concat(parts),
  };
}

function splitAt(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
