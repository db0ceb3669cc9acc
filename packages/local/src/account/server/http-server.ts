import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readRequest } from './read-request.js';
import type { WireAnswer, WireRequest } from './wire.js';

/** A server that listens. */
export interface HttpServer {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Stops it and cuts all connections. */
  close(): Promise<void>;
}

/** Serves on a free port of this machine. `undefined` as the answer cuts the connection. */
export async function startHttpServer(
  answer: (request: WireRequest) => Promise<WireAnswer | undefined>,
): Promise<HttpServer> {
  const server = createServer((request, response) => {
    serve(request, response, answer).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (request: WireRequest) => Promise<WireAnswer | undefined>,
): Promise<void> {
  const answered = await answer(await readRequest(request));
  if (answered === undefined) {
    response.destroy();
    return;
  }
  const { status, headers, body } = answered;
  response.writeHead(status, { 'x-amzn-requestid': '00000000-0000-4000-8000-000000000000', ...headers });
  response.end(body);
}
