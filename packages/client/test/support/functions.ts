import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { LambdaHandler } from '@flowmap/runtime/lambda';

/** An AWS Lambda of one function, which runs in this process. */
export interface Functions {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts one that calls `handler`, whatever the function is called. */
export async function serveFunctions(handler: LambdaHandler): Promise<Functions> {
  const server: Server = createServer((request, response) => {
    void (async () => {
      const event: unknown = JSON.parse(await text(request));
      try {
        response.end(JSON.stringify(await handler(event, { getRemainingTimeInMillis: () => 60_000 })));
      } catch (thrown) {
        const { name, message } = thrown as Error;
        response.setHeader('x-amz-function-error', 'Unhandled');
        response.end(JSON.stringify({ errorType: name, errorMessage: message }));
      }
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
