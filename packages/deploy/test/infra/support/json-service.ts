import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a service answers: a status other than 200 is an error of that name. */
export interface JsonAnswer {
  readonly status?: number;
  readonly body: object;
}

/** A service that speaks JSON over HTTP, on a port of its own. */
export async function jsonService(
  answer: (
    action: string,
    input: never,
    request: { readonly text: string; readonly headers: IncomingMessage['headers'] },
  ) => Promise<JsonAnswer>,
): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      // JSON 1.0 names its action in a header, REST in the path: /v1/createjobqueue.
      const target = request.headers['x-amz-target'] as string | undefined;
      const action = target?.split('.').at(-1) ?? request.url?.split('/').at(-1) ?? '';
      const { headers } = request;
      void answer(action, JSON.parse(text === '' ? '{}' : text) as never, { text, headers }).then(
        ({ status = 200, body }) => {
          response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
          response.end(JSON.stringify(body));
        },
      );
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
