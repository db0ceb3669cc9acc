import type { Compute } from '@flowmap/asl';
import type { Json } from '@flowmap/asl/language';
import type { TaskRequest } from '@flowmap/engine';
import type { Answer, Invocation } from '@flowmap/graph';
import type { FailureReport, RunEvent } from './progress/run-event.js';
import { TaskError, type WorkerPool } from './workers/worker-pool.js';

/** What serves the Task states of a definition. */
export interface TaskServers {
  readonly computes: readonly Compute[];
  readonly pool: Pick<WorkerPool, 'run'>;
  /** The states of the metadata store; undefined for a resource that is not theirs. */
  states(resource: string, args: Json): Promise<Json> | undefined;
  onEvent(event: RunEvent): void;
  now(): number;
}

/** The failure of a Task state, as the engine takes it: `name` is Error, `message` is Cause. */
export class StateFailure extends Error {
  /** The task that failed and its own error, where a task did. */
  readonly source: { readonly task: Invocation; readonly error: FailureReport } | undefined;

  constructor(error: string, cause: string, source?: StateFailure['source']) {
    super(cause);
    this.name = error;
    this.source = source;
  }
}

/**
 * The engine's port for Task states: a compute's states run in the pool and answer as the compute's service would, those of the
 * metadata store go to the embedded DynamoDB. Anything else fails with `Flowmap.NotServed`, by name.
 */
export function taskPort(servers: TaskServers): (request: TaskRequest) => Promise<Json> {
  const { computes, pool, onEvent, now } = servers;

  const runTask = async (compute: Compute, task: Invocation, signal: AbortSignal): Promise<Json> => {
    let answer: Answer;
    try {
      answer = await pool.run(task, signal, () => onEvent({ type: 'task', at: now(), task }));
    } catch (thrown) {
      // The engine has gone on without this task; nobody reads how it failed.
      if (!(thrown instanceof TaskError)) throw thrown;
      const error = reportOf(thrown);
      onEvent({ type: 'failure', at: now(), task, error });
      const failed = compute.failed(error, task);
      throw new StateFailure(failed.error, failed.cause, { task, error });
    }
    onEvent({ type: 'answer', at: now(), task, answer });
    return compute.answered(answer, task);
  };

  return ({ resource, arguments: args, state, signal }) => {
    for (const compute of computes) {
      const task = compute.received(resource, args);
      if (task) return runTask(compute, task, signal);
    }
    const served = servers.states(resource, args);
    if (served) return served;
    throw new StateFailure('Flowmap.NotServed', `the state ${state} calls ${resource}, which a local run does not serve`);
  };
}

function reportOf({ name, message, stack }: TaskError): FailureReport {
  return { name, message, ...(stack !== undefined && { stack }) };
}
