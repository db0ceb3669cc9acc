import type { AwsCall } from './clients.js';

/** What all clients of the SDK have in common, of all that they are. */
export interface Watched {
  readonly middlewareStack: {
    add(middleware: never, options: { readonly step: 'initialize'; readonly name: string }): void;
  };
  destroy(): void;
}

/** Another place in the same stack. */
interface BehindRetries {
  add(
    middleware: never,
    options: { readonly step: 'finalizeRequest'; readonly name: string; readonly priority: 'low' },
  ): void;
}

type Handler = (args: { readonly input: unknown }) => Promise<unknown>;
type Middleware = (next: Handler, context: { readonly commandName?: string }) => Handler;

/** Fields of inputs that say what a call is about, in the order in which they are looked for. */
const SUBJECTS = [
  'stateMachineAliasArn',
  'stateMachineVersionArn',
  'stateMachineArn',
  'executionArn',
  'mapRunArn',
  'resourceArn',
  'ResourceArn',
  'ResourceARN',
  'RoleName',
  'FunctionName',
  'Resource',
  'TableName',
  'Bucket',
  'logGroupName',
  'logGroupNamePrefix',
  'jobDefinitionName',
  'jobDefinition',
  'jobQueueName',
  'Rule',
  'Name',
  'name',
] as const;

const CALLS = new WeakMap<object, AwsCall>();

/** Has a client tell of its calls, and its failures know which call they are of. */
export function watch(client: Watched, service: string, onCall: ((call: AwsCall) => void) | undefined): void {
  const middleware: Middleware = (next, { commandName = '' }) => {
    const action = `${service}:${commandName.replace(/Command$/, '')}`;
    return async (args) => {
      const call = { action, resource: subjectOf(args.input) };
      onCall?.(call);
      try {
        return await next(args);
      } catch (error) {
        if (typeof error === 'object' && error !== null) CALLS.set(error, call);
        throw error;
      }
    };
  };
  client.middlewareStack.add(middleware as never, { step: 'initialize', name: 'flowmapCalls' });
  // Behind the client's own retries, which look at this mark.
  const options = { step: 'finalizeRequest', name: 'flowmapRetries', priority: 'low' } as const;
  (client.middlewareStack as unknown as BehindRetries).add(markRetryable as never, options);
}

/** What a service says while another change of the same thing is on its way. The SDK does not try it again by itself. */
const AT_ONCE = ['ConcurrentModification', 'ConcurrentModificationException', 'OperationAbortedException'];

function markRetryable(next: Handler): Handler {
  return async (args) => {
    try {
      return await next(args);
    } catch (error) {
      if (error instanceof Error && AT_ONCE.includes(error.name)) Object.assign(error, { $retryable: {} });
      throw error;
    }
  };
}

/** The call that a failure is of; undefined for one that no client of ours threw. */
export function callOf(error: unknown): AwsCall | undefined {
  return typeof error === 'object' && error !== null ? CALLS.get(error) : undefined;
}

function subjectOf(input: unknown): string | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  for (const field of SUBJECTS) {
    const value = (input as { readonly [name: string]: unknown })[field];
    if (typeof value === 'string') return value;
  }
  return undefined;
}
