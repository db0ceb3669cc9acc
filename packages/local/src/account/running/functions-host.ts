import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Home } from '../home.js';
import type { CodeFolder } from '../kept/code-folder.js';
import type { Revision } from '../lambda/function-record.js';
import type { Functions } from '../lambda/functions.js';
import { AwsError } from '../protocol/aws-error.js';
import { functionEnvironment } from './function-environment.js';
import { type FunctionPool, functionPool } from './function-pool.js';
import { Ended, type FunctionProcess, startFunction } from './function-process.js';
import type { LogWriter } from './log-writer.js';

/** A call of a function. */
export interface Invocation {
  /** Name, partial ARN or ARN. */
  readonly name: string;
  readonly qualifier: string | undefined;
  /** JSON. */
  readonly event: string;
}

/** What came of it. */
export interface Invoked {
  readonly requestId: string;
  readonly version: string;
  /** JSON. */
  readonly payload: string;
  /** Whether the payload is an error of the function. */
  readonly isError: boolean;
}

/** Functions that run as processes of this machine. */
export interface FunctionsHost {
  /** Whether there is such a function; throws what the service says otherwise. */
  check(invocation: Invocation): void;
  invoke(invocation: Invocation): Promise<Invoked>;
  /** Ends all processes. */
  close(): Promise<void>;
}

/** What functions need. */
export interface FunctionsHostOptions {
  readonly home: Home;
  readonly functions: Functions;
  readonly code: CodeFolder;
  readonly logs: LogWriter;
  /** The address of all services; known once the server listens. */
  readonly endpoint: () => string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Processes of one revision at once. */
  readonly most: number;
  readonly now: () => number;
  readonly random: () => number;
}

/** Milliseconds that a process is kept without work. */
const IDLE = 300_000;
/** Bytes that a function may answer. Source: AWS Lambda developer guide, "Lambda quotas". */
const MOST_BYTES = 6 * 1024 * 1024;

/** Runs functions for Node, whichever version of it they name, with the Node of this machine. */
export function functionsHost(options: FunctionsHostOptions): FunctionsHost {
  const { home, functions, code, logs, endpoint, variables, most, now, random } = options;
  const pools = new Map<string, FunctionPool>();

  const found = ({ name: text, qualifier }: Invocation): Found => {
    const reference = functions.reference(text, qualifier);
    const record = functions.get(reference);
    const { weights = {} } = record.aliases.get(reference.qualifier ?? '') ?? {};
    const { revision, version } = functions.revision(reference);
    let left = random();
    for (const [other, weight] of Object.entries(weights)) {
      left -= weight;
      const chosen = record.versions.get(other);
      if (left < 0 && chosen)
        return { name: record.name, version: other, revision: chosen, reserved: record.reservedConcurrency };
    }
    return { name: record.name, version, revision, reserved: record.reservedConcurrency };
  };
  const poolOf = ({ name, version, revision, reserved = most }: Found): FunctionPool => {
    const key = `${name}:${version}:${revision.id}`;
    const there = pools.get(key);
    if (there !== undefined) return there;
    const start = (): FunctionProcess => {
      const folder = code.unpacked(revision.code);
      const { LogGroup: group } = revision.settings['LoggingConfig'] as { readonly LogGroup: string };
      const day = new Date(now()).toISOString().slice(0, 10).replaceAll('-', '/');
      const stream = `${day}/[${version}]${randomUUID().replaceAll('-', '')}`;
      const environment = functionEnvironment({
        ...{ home, name, version, revision, folder, group, stream },
        endpoint: endpoint(),
        own: variables,
      });
      const program = {
        folder,
        handler: String(revision.settings['Handler']),
        environment,
        memory: Number(revision.settings['MemorySize']),
      };
      return startFunction(program, (line) => logs.write(group, stream, line));
    };
    const pool = functionPool(start, { most: Math.min(most, reserved), idle: IDLE });
    pools.set(key, pool);
    return pool;
  };
  const check = (invocation: Invocation): Found => {
    const one = found(invocation);
    const { name, revision, reserved } = one;
    const runtime = String(revision.settings['Runtime']);
    if (!runtime.startsWith('nodejs')) {
      throw new AwsError(
        'NotImplemented',
        `${name} is for ${runtime}; on this machine functions run with Node alone`,
        501,
      );
    }
    if (!existsSync(code.unpacked(revision.code))) {
      throw new AwsError('InvalidZipFileException', `The code of ${name} cannot be found. Deploy it again.`, 502);
    }
    if (reserved === 0) throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429, { Type: 'User' });
    return one;
  };

  return {
    check,
    async invoke(invocation) {
      const one = check(invocation);
      const requestId = randomUUID();
      const payload = await poolOf(one).use((process) => run(one, process, requestId, invocation.event, home, now));
      return { requestId, version: one.version, ...payload };
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}

interface Found {
  readonly name: string;
  readonly version: string;
  readonly revision: Revision;
  readonly reserved: number | undefined;
}

type Outcome = Pick<Invoked, 'payload' | 'isError'>;

async function run(
  { name, version, revision: { settings } }: Found,
  process: FunctionProcess,
  id: string,
  event: string,
  { partition, region, account }: Home,
  now: () => number,
): Promise<Outcome> {
  const seconds = Number(settings['Timeout']);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    process.kill();
  }, seconds * 1000);
  const context = {
    awsRequestId: id,
    callbackWaitsForEmptyEventLoop: false,
    functionName: name,
    functionVersion: version,
    invokedFunctionArn: `arn:${partition}:lambda:${region}:${account}:function:${name}`,
    memoryLimitInMB: String(settings['MemorySize']),
  };
  try {
    const { result, error } = await process.run({ id, event, deadline: now() + seconds * 1000, context });
    if (error !== undefined) return { payload: error, isError: true };
    const payload = result ?? 'null';
    if (Buffer.byteLength(payload) <= MOST_BYTES) return { payload, isError: false };
    const message = `Response payload size exceeded maximum allowed payload size (${MOST_BYTES} bytes).`;
    return failure('Function.ResponseSizeTooLarge', message);
  } catch (thrown) {
    if (!(thrown instanceof Ended)) throw thrown;
    if (isLate) {
      return failure('Sandbox.Timedout', `RequestId: ${id} Error: Task timed out after ${seconds.toFixed(2)} seconds`);
    }
    return failure('Runtime.ExitError', `RequestId: ${id} Error: Runtime exited with error: ${thrown.message}`);
  } finally {
    clearTimeout(timer);
  }
}

function failure(errorType: string, errorMessage: string): Outcome {
  return { payload: JSON.stringify({ errorType, errorMessage }), isError: true };
}
