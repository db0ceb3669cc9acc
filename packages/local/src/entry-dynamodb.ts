import type { AddressInfo } from 'node:net';
import { request } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';
import dynalite from 'dynalite';

/**
 * The thread of the embedded DynamoDB. It says `{ port }` when the database is open. A database that somebody else holds ends
 * the thread with an uncaught error, which is why it has a thread of its own.
 */
const { path } = workerData as { readonly path: string };
const server = dynalite({ path, createTableMs: 0 });
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  // The database opens with its first request.
  const probe = request(
    {
      port,
      host: '127.0.0.1',
      method: 'POST',
      agent: false,
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'DynamoDB_20120810.ListTables',
        'x-amz-date': '20200101T000000Z',
        authorization:
          'AWS4-HMAC-SHA256 Credential=local/20200101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=none',
      },
    },
    (response) => {
      response.resume();
      response.on('end', () => parentPort?.postMessage({ port }));
    },
  );
  probe.end('{}');
});
parentPort?.on('message', () => {
  server.close(() => parentPort?.close());
  server.closeIdleConnections();
});
