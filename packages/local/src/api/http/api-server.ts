import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FlowError } from '@flowmap/graph';
import { readRequest } from '../../account/server/read-request.js';
import type { WireAnswer, WireRequest } from '../../account/server/wire.js';
import type { Actions } from '../protocol/actions.js';
import { ApiError } from '../protocol/api-error.js';
import { checkRequest } from '../protocol/check-request.js';
import { REQUESTS } from '../protocol/requests.table.js';
import { hostCheck } from './host-check.js';

/** Bytes of a request. Source: Step Functions developer guide, "Service quotas". */
const MOST_BYTES = 1_048_576;
const TARGET = 'AWSStepFunctions.';
const CONTENT_TYPE = 'application/x-amz-json-1.0';

/** Where to listen, and what to answer with. */
export interface ApiServerOptions {
  readonly host: string;
  readonly port: number;
  /** Names of this machine beside its addresses and `localhost`. */
  readonly allowedHosts: readonly string[];
  readonly actions: Actions;
  /** Answers what is no request to Step Functions. */
  readonly others?: (request: WireRequest) => Promise<WireAnswer>;
  /** Is told of errors that are the server's own. */
  readonly report: (error: unknown) => void;
}

/** A server that listens. */
export interface ApiServer {
  /** `http://127.0.0.1:8083` */
  readonly url: string;
  close(): Promise<void>;
}

/** Starts a server that speaks AWS JSON 1.0. Throws `PORT_IN_USE`, `PORT_NOT_OPENED`. */
export async function startApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const isOwnHost = hostCheck(options.host, options.allowedHosts);
  const server = createServer((request, response) => {
    answer(request, response, isOwnHost, options).catch((error: unknown) => {
      options.report(error);
      response.destroy();
    });
  });
  // A worker's poll is open for a minute, and clients keep their connections.
  server.keepAliveTimeout = 75_000;
  await listen(server, options);
  const { address, port, family } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, { host, port }: ApiServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const inUse = error.code === 'EADDRINUSE';
      const place = `${host}:${port}`;
      reject(
        inUse
          ? new FlowError('PORT_IN_USE', `another program listens on ${place}`, {
              cause: error,
              hint: 'Stop it, or choose another port with --port; 0 takes any that is free.',
            })
          : new FlowError('PORT_NOT_OPENED', `cannot listen on ${place}: ${error.message}`, { cause: error }),
      );
    });
    server.listen(port, host, resolve);
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  isOwnHost: (header: string | undefined) => boolean,
  { actions, report, others }: ApiServerOptions,
): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => gone.abort(new Error('the client has gone')));
  try {
    if (!isOwnHost(request.headers.host)) {
      throw new Refusal(403, 'AccessDeniedException', `The host ${String(request.headers.host)} is not this server's`);
    }
    const target = request.headers['x-amz-target'];
    if (others !== undefined && !(typeof target === 'string' && target.startsWith(TARGET))) {
      // What browsers send for a page; whoever can create functions can run programs.
      if (request.headers.origin !== undefined) {
        throw new Refusal(403, 'AccessDeniedException', 'No page may talk to this server');
      }
      deliver(response, await others(await readRequest(request)));
      return;
    }
    if (request.method !== 'POST' || typeof target !== 'string' || !target.startsWith(TARGET)) {
      throw new Refusal(404, 'UnknownOperationException', 'This is a Step Functions API: POST with an X-Amz-Target');
    }
    const name = target.slice(TARGET.length);
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    const shape = REQUESTS[name];
    if (action === undefined || shape === undefined) {
      throw new Refusal(400, 'UnknownOperationException', `There is no action ${name}`);
    }
    const input = checkRequest(parse(await read(request)), shape);
    send(response, 200, await action(input as never, gone.signal));
  } catch (error) {
    if (error instanceof ApiError) send(response, 400, fault(error.code, error.message, error.members));
    else if (error instanceof Refusal) send(response, error.status, fault(error.code, error.message));
    else {
      report(error);
      send(response, 500, fault('InternalServerError', error instanceof Error ? error.message : String(error)));
    }
  }
}

function deliver(response: ServerResponse, { status, headers, body }: WireAnswer): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(status, { 'x-amzn-requestid': randomUUID(), ...headers });
  response.end(body);
}

/** What is refused before any action sees it. */
class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MOST_BYTES) {
      throw new Refusal(413, 'RequestEntityTooLargeException', `A request has at most ${MOST_BYTES} bytes`);
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function parse(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ApiError('SerializationException', `The request is no JSON: ${(error as Error).message}`);
  }
}

function fault(code: string, message: string, members: Readonly<Record<string, string>> = {}): object {
  return { __type: code, message, ...members };
}

function send(response: ServerResponse, status: number, body: object): void {
  if (response.destroyed || response.headersSent) return;
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': CONTENT_TYPE,
    'content-length': Buffer.byteLength(text),
    'x-amzn-requestid': randomUUID(),
  });
  response.end(text);
}
