import { createHash, randomUUID } from 'node:crypto';
import type { Json } from '@flowmap/asl/language';
import type { Actions } from '../protocol/actions.js';
import { ApiError } from '../protocol/api-error.js';
import { checkRequest } from '../protocol/check-request.js';
import { REQUESTS } from '../protocol/requests.table.js';
import type { ExecutionRecord } from '../executions/execution-record.js';
import { javaName } from './sdk-call.js';
import { notServed, TaskError } from './task-error.js';

type Fields = Readonly<Record<string, Json>>;

/** Calls of Step Functions itself from its tasks: this server answers them. */
export interface OwnCalls {
  /** `aws-sdk:sfn:describeExecution`: any action, in the words of the `aws-sdk` integrations. */
  call(action: string, given: Json): Promise<Json>;
  /** `states:startExecution`: the answer of the integration. `token` makes a start that is asked for again the same one. */
  start(given: Json, token?: string): Promise<Fields>;
  /**
   * Waits for a started execution, as `.sync` does; with `parsed`, as `.sync:2`, data are values. Fails the task as the execution failed.
   * A signal that aborts stops the execution.
   */
  ended(started: Fields, parsed: boolean, signal: AbortSignal): Promise<Json>;
}

/** What the calls need of the server. */
export interface OwnHost {
  readonly actions: () => Actions;
  /** Resolves when the execution has ended. */
  ended(arn: string): Promise<ExecutionRecord | undefined>;
  stop(arn: string): Promise<unknown>;
  data(record: ExecutionRecord, name: 'input' | 'output'): Promise<string | undefined>;
}

/** Lets tasks call this server. */
export function ownCalls(host: OwnHost): OwnCalls {
  const act = async (action: string, request: object): Promise<Fields> => {
    const [name, run] =
      Object.entries(host.actions()).find(([one]) => one.toLowerCase() === action.toLowerCase()) ?? [];
    const shape = name === undefined ? undefined : REQUESTS[name];
    if (run === undefined || shape === undefined) throw notServed(`Step Functions has no action ${action}`);
    return (await run(checkRequest(request, shape) as never)) as Fields;
  };

  return {
    async call(action, given) {
      try {
        return renamed(await act(action, renamed(given, lowerFirst) as object), upperFirst, true);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        const service = javaName('SFN');
        throw new TaskError(
          `${service}.${error.code.replace(/(Exception|Error)$/, '')}Exception`,
          `${error.message} (Service: ${service}, Status Code: 400, Request ID: ${randomUUID()}) (SDK Attempt Count: 1)`,
        );
      }
    },

    async start(given, token) {
      const {
        StateMachineArn: stateMachineArn,
        Name: name,
        Input: input = {},
        TraceHeader: traceHeader,
      } = given as Fields;
      const request = {
        stateMachineArn,
        name: name ?? (token === undefined ? randomUUID() : nameFor(token)),
        input: typeof input === 'string' ? input : JSON.stringify(input),
        ...(traceHeader !== undefined && { traceHeader }),
      };
      let answer: Fields;
      try {
        answer = await act('StartExecution', request);
      } catch (error) {
        const known = token !== undefined && name === undefined ? startedBefore(error) : undefined;
        if (known === undefined) throw optimized(error);
        answer = { executionArn: known, startDate: 0 };
      }
      return {
        ExecutionArn: answer['executionArn'] ?? null,
        SdkHttpMetadata: { HttpStatusCode: 200 },
        SdkResponseMetadata: { RequestId: randomUUID() },
        StartDate: milliseconds(answer['startDate']),
      };
    },

    async ended(started, parsed, signal) {
      const arn = started['ExecutionArn'] as string;
      const stop = (): void => void host.stop(arn).catch(() => undefined);
      signal.addEventListener('abort', stop, { once: true });
      const record = await host.ended(arn).finally(() => signal.removeEventListener('abort', stop));
      if (record === undefined) throw new TaskError('States.TaskFailed', `The execution ${arn} is not there any more`);
      const input = (await host.data(record, 'input')) ?? '{}';
      const output = await host.data(record, 'output');
      const value = (text: string): Json => (parsed ? (JSON.parse(text) as Json) : text);
      const timedOut = record.status === 'TIMED_OUT';
      const good = record.status === 'SUCCEEDED';
      const described: Fields = {
        // That an execution as a whole timed out is told by its status alone.
        ...(record.cause !== undefined && !timedOut && { Cause: record.cause }),
        ...(record.error !== undefined && !timedOut && { Error: record.error }),
        ExecutionArn: record.arn,
        // A cause is text all through.
        Input: good ? value(input) : input,
        InputDetails: { Included: true },
        Name: record.name,
        ...(good && output !== undefined && { Output: value(output), OutputDetails: { Included: true } }),
        RedriveCount: record.redriveCount,
        RedriveStatus: good ? 'NOT_REDRIVABLE' : 'REDRIVABLE',
        ...(good && { RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven' }),
        StartDate: record.started,
        StateMachineArn: record.machine,
        Status: record.status,
        StopDate: record.stopped ?? record.started,
      };
      if (good) return described;
      throw new TaskError('States.TaskFailed', JSON.stringify(described));
    },
  };
}

/** The name of an execution that a task starts without giving it one: the same whenever the same attempt asks. */
function nameFor(token: string): string {
  const hash = createHash('sha256').update(token).digest('hex');
  return [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20), hash.slice(20, 32)].join('-');
}

/** The execution that an earlier call of the same attempt started and that has ended since. */
function startedBefore(error: unknown): string | undefined {
  if (!(error instanceof ApiError) || error.code !== 'ExecutionAlreadyExists') return undefined;
  return /'(arn:.*)'$/.exec(error.message)?.[1];
}

/** As recorded of `states:startExecution`. */
function optimized(error: unknown): unknown {
  if (!(error instanceof ApiError)) return error;
  const { code, message } = error;
  return new TaskError(
    `StepFunctions.${code.replace(/Exception$/, '')}Exception`,
    `${message} (Service: AWSStepFunctions; Status Code: 400; Error Code: ${code}; Request ID: ${randomUUID()}; Proxy: null)`,
  );
}

/** A value whose names all begin otherwise. Times, which are seconds here, become text where the names become capital. */
function renamed(value: Json, rename: (name: string) => string, withTimes = false): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => renamed(item, rename, withTimes));
  return Object.fromEntries(
    Object.entries(value as Fields).map(([name, inner]) => [
      rename(name),
      withTimes && typeof inner === 'number' && /(Date|timestamp)$/.test(name)
        ? new Date(milliseconds(inner)).toISOString()
        : renamed(inner, rename, withTimes),
    ]),
  );
}

function milliseconds(seconds: Json | undefined): number {
  return typeof seconds === 'number' ? Math.round(seconds * 1000) : 0;
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function upperFirst(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
