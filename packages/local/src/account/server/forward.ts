import { type Agent, request as httpRequest } from 'node:http';
import type { WireAnswer, WireRequest } from './wire.js';

/** Hops end here: the lengths are set anew. */
const OWN = new Set(['connection', 'transfer-encoding', 'keep-alive', 'expect']);

/**
 * Sends a request as it came to another server, and gives what that answers. Without an agent each has a connection of its own, which
 * keeps no server from stopping.
 */
export function forward(
  url: string,
  { method, target, headers, body }: WireRequest,
  agent?: Agent,
): Promise<WireAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      { hostname, port, method, path: target, headers: kept(headers), agent: agent ?? false },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 502, headers: kept(response.headers), body: Buffer.concat(parts) });
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

function kept(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      OWN.has(name) || value === undefined ? [] : [[name, value] as const],
    ),
  );
}
