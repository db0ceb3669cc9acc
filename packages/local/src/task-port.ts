import type { Compute } from '@flowmap/asl';
import type { Json } from '@flowmap/asl/language';
import type { TaskRequest } from '@flowmap/engine';
import type { Answer, Invocation } from '@flowmap/graph';
import type { FailureReport, RunEvent } from './progress/run-event.js';
import { TaskError, type WorkerPool } from './workers/worker-pool.js';

/** A range that has to be asked again: it has stored what it has. */
const CONTINUED = 'Flowmap.Continue';

/** What serves the Task states of a definition. */
export interface TaskServers {
  readonly computes: readonly Compute[];
  readonly pool: Pick<WorkerPool, 'run'>;
  /** The states of the metadata store and of the buckets; undefined for a resource that is not theirs. */
  states(resource: string, args: Json): Promise<Json> | undefined;
  readonly onEvent: (event: RunEvent) => void;
  /** Each failure that goes to the state machine for a task. */
  readonly onFailure: (failure: StateFailure) => void;
  readonly now: () => number;
}

/** A task that failed, as its own error and as what the state machine sees. */
export interface StateFailure {
  readonly task: Invocation;
  readonly own: FailureReport;
  readonly error: string;
  readonly cause: string;
}

/**
 * The engine's port for Task states: a compute's states run in the pool and answer as the compute's service would, those of the
 * metadata store go to the embedded DynamoDB, those of S3 to the run's own bucket. Anything else fails with `Flowmap.NotServed`, by name.
 */
export function taskPort(servers: TaskServers): (request: TaskRequest) => Promise<Json> {
  const { computes, pool, onEvent, onFailure, now } = servers;

  const runTask = async (compute: Compute, task: Invocation, { signal, hold }: TaskRequest): Promise<Json> => {
    let answer: Answer;
    // A wide fan-out waits for the few processes of this machine, and its timeouts are about the work alone.
    const begin = hold();
    try {
      answer = await pool.run(task, signal, () => {
        begin();
        onEvent({ type: 'task', at: now(), task });
      });
    } catch (thrown) {
      const error = failureOf(thrown, signal);
      // An attempt that was given up, or that goes on later, is no failure to those who watch.
      if (error === undefined || error.name === CONTINUED) onEvent({ type: 'dropped', at: now(), task });
      else onEvent({ type: 'failure', at: now(), task, error });
      if (error === undefined) throw thrown;
      const failed = compute.failed(error, task);
      if (error.name !== CONTINUED && !signal.aborted) onFailure({ task, own: error, ...failed });
      throw stateError(failed.error, failed.cause);
    }
    onEvent({ type: 'answer', at: now(), task, answer });
    return compute.answered(answer, task);
  };

  return (request) => {
    const { resource, arguments: args, state } = request;
    for (const compute of computes) {
      const task = compute.received(resource, args);
      if (task) return runTask(compute, task, request);
    }
    const served = servers.states(resource, args);
    if (served) return served;
    throw stateError('Flowmap.NotServed', `the state ${state} calls ${resource}, which a local run does not serve`);
  };
}

/** As the engine takes a failure: `name` is Error, `message` is Cause. */
function stateError(error: string, cause: string): Error {
  return Object.assign(new Error(cause), { name: error });
}

/** The error of an attempt; undefined for one that ended because the execution did. */
function failureOf(thrown: unknown, signal: AbortSignal): FailureReport | undefined {
  if (signal.aborted) {
    const { error } = signal.reason as { readonly error?: unknown };
    return error === 'States.Timeout' ? { name: error, message: 'it took longer than its timeout' } : undefined;
  }
  if (!(thrown instanceof Error)) return { name: 'Error', message: String(thrown) };
  const { name, message, stack } = thrown;
  const hint = thrown instanceof TaskError ? thrown.hint : undefined;
  return { name, message, ...(stack !== undefined && { stack }), ...(hint !== undefined && { hint }) };
}
