import { Agent, request, type IncomingMessage } from 'node:http';
import type { LambdaHandler } from '@flowmap/runtime/lambda';

/** The version of the interface. Source: AWS Lambda developer guide, "Using the Lambda runtime API". */
const VERSION = '2018-06-01';

/**
 * Serves the invocations of a function in a container that has no runtime of AWS Lambda: it asks for the next one, and answers it. The
 * service freezes the process while it waits, so a request for the next one never times out.
 */
export async function serveInvocations(service: string, handler: LambdaHandler): Promise<never> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const base = `http://${service}/${VERSION}/runtime/invocation`;
  for (;;) {
    const { headers, body } = await call(agent, `${base}/next`, {});
    const id = String(headers['lambda-runtime-aws-request-id']);
    const deadline = Number(headers['lambda-runtime-deadline-ms']);
    const context = { awsRequestId: id, getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()) };
    try {
      const answer = await handler(JSON.parse(body), context);
      await call(agent, `${base}/${id}/response`, { post: JSON.stringify(answer) });
    } catch (thrown) {
      const { name, message, stack = '' } = thrown as Error;
      const error = { errorType: name, errorMessage: message, trace: stack.split('\n') };
      await call(agent, `${base}/${id}/error`, { post: JSON.stringify(error), type: name });
    }
  }
}

interface Call {
  readonly post?: string;
  /** The name of an error. */
  readonly type?: string;
}

function call(
  agent: Agent,
  url: string,
  { post, type }: Call,
): Promise<{ readonly headers: IncomingMessage['headers']; readonly body: string }> {
  const headers = {
    ...(post === undefined ? {} : { 'content-type': 'application/json' }),
    ...(type === undefined ? {} : { 'lambda-runtime-function-error-type': type }),
  };
  const method = post === undefined ? 'GET' : 'POST';
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks).toString('utf8') }));
    });
    sent.on('error', reject);
    sent.end(post);
  });
}
