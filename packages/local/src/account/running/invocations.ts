import { AwsError } from '../protocol/aws-error.js';
import type { WireAnswer, WireRequest } from '../server/wire.js';
import type { FunctionsHost, Invocation } from './functions-host.js';

const PATH = /^\/2015-03-31\/functions\/([^/]+)\/invocations\/?$/;

/** Bytes that a function may be given, and in an asynchronous invocation. Source: AWS Lambda developer guide, "Lambda quotas". */
const MOST_BYTES = 6 * 1024 * 1024;
const MOST_BYTES_OF_EVENT = 1024 * 1024;

/** Answers an Invoke of AWS Lambda; undefined for any other request. Throws what the service refuses. */
export async function answerInvocation(
  host: FunctionsHost,
  { method, path, query, headers, body }: WireRequest,
  report: (error: unknown) => void,
): Promise<WireAnswer | undefined> {
  const [, name] = PATH.exec(path) ?? [];
  if (name === undefined || method !== 'POST') return undefined;
  const type = headers['x-amz-invocation-type'] ?? 'RequestResponse';
  const most = type === 'Event' ? MOST_BYTES_OF_EVENT : MOST_BYTES;
  if (body.length > most) {
    throw new AwsError(
      'RequestTooLargeException',
      `Request must be smaller than ${most} bytes for the InvokeFunction operation`,
      413,
    );
  }
  const invocation: Invocation = {
    name: decodeURIComponent(name),
    qualifier: query.get('Qualifier') ?? undefined,
    event: eventOf(body),
  };
  switch (type) {
    case 'DryRun':
      host.check(invocation);
      return { status: 204, headers: {}, body: '' };
    case 'Event':
      host.check(invocation);
      host.invoke(invocation).catch(report);
      return { status: 202, headers: {}, body: '' };
    default: {
      const { requestId, version, payload, isError } = await host.invoke(invocation);
      return {
        status: 200,
        headers: {
          'content-type': 'application/json',
          'x-amzn-requestid': requestId,
          'x-amz-executed-version': version,
          ...(isError && { 'x-amz-function-error': 'Unhandled' }),
        },
        body: payload,
      };
    }
  }
}

function eventOf(body: Buffer): string {
  const text = body.length === 0 ? '{}' : body.toString('utf8');
  try {
    JSON.parse(text);
    return text;
  } catch (error) {
    const message = `Could not parse request body into json: ${(error as Error).message}`;
    throw new AwsError('InvalidRequestContentException', message, 400, { Type: 'User' });
  }
}
