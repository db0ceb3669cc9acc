import { setMaxListeners } from 'node:events';
import type { ArrayJob, Compute, ComputeArrays } from '@flowmap/asl';
import type { Json } from '@flowmap/asl/language';
import type { TaskRequest } from '@flowmap/engine';
import type { Answer, Invocation } from '@flowmap/graph';
import { RESUMED, startedIndex } from '@flowmap/graph';
import { runArrayJob } from '@flowmap/runtime';
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
  /** A task of a run that resumes another one, with the numbers of its items. Default: they are not looked up. */
  readonly place?: (task: Invocation) => Promise<Invocation>;
  readonly now: () => number;
}

/** A task that failed, as its own error and as what the state machine sees. */
export interface StateFailure {
  readonly task: Invocation;
  /** As in a {@link RunEvent}. */
  readonly place?: Invocation;
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

  /** One attempt of a task in the pool, told to those who watch. Rejects where it ended because the execution did. */
  const attempt = async (asked: Invocation, { signal, begin, isRepeated }: Attempt): Promise<Attempted> => {
    const task = { ...asked, i: startedIndex(asked.i) };
    let answer: Answer;
    try {
      answer = await pool.run(asked, signal, () => {
        begin();
        onEvent({ type: 'task', at: now(), task });
      });
    } catch (thrown) {
      const error = failureOf(thrown, signal);
      const died = thrown instanceof TaskError && thrown.died;
      // An attempt that was given up, or that goes on later, is no failure to those who watch.
      if (error === undefined || error.name === CONTINUED) {
        onEvent({ type: 'dropped', at: now(), task });
        if (error === undefined) throw thrown;
        return { error, died };
      }
      const again = isRepeated === undefined ? {} : { again: died && isRepeated };
      const place = asked.i.startsWith(RESUMED) ? await servers.place?.(asked) : undefined;
      onEvent({ type: 'failure', at: now(), task, error, ...again, ...(place && { place }) });
      return { error, died, ...(place && { place }) };
    }
    onEvent({ type: 'answer', at: now(), task, answer });
    return { answer };
  };

  const runTask = async (compute: Compute, task: Invocation, { signal, hold }: TaskRequest): Promise<Json> => {
    // A wide fan-out waits for the few processes of this machine, and its timeouts are about the work alone.
    const ended = await attempt(task, { signal, begin: hold() });
    if ('answer' in ended) return compute.answered(ended.answer, task);
    const failed = compute.failed(ended.error, task);
    if (ended.error.name !== CONTINUED && !signal.aborted) {
      const { place } = ended;
      onFailure({ task, own: ended.error, ...failed, ...(place && { place }) });
    }
    throw stateError(failed.error, failed.cause);
  };

  const runArray = async (arrays: ComputeArrays, job: ArrayJob, { signal, hold }: TaskRequest): Promise<Json> => {
    // Each child under way listens to it; Node would take more than ten for a leak, and say so.
    setMaxListeners(Infinity, signal);
    let begin: (() => void) | undefined = hold();
    const beginOnce = (): void => {
      begin?.();
      begin = undefined;
    };
    let first: Pick<StateFailure, 'task' | 'own' | 'place'> | undefined;
    const failed = await runArrayJob(job, async (task, isRepeated) => {
      const ended = await attempt(task, { signal, begin: beginOnce, isRepeated });
      if ('answer' in ended) return 'done';
      signal.throwIfAborted();
      if (!(ended.died && isRepeated)) {
        const { place } = ended;
        first ??= { task, own: ended.error, ...(place && { place }) };
      }
      return ended.died ? 'died' : 'failed';
    });
    if (failed === 0) return arrays.succeeded(job);
    const told = arrays.failed(job, failed);
    if (first) onFailure({ ...first, ...told });
    throw stateError(told.error, told.cause);
  };

  return (request) => {
    const { resource, arguments: args, state } = request;
    for (const compute of computes) {
      const job = compute.array?.received(resource, args);
      if (compute.array && job) return runArray(compute.array, job, request);
      const task = compute.received(resource, args);
      if (task) return runTask(compute, task, request);
    }
    const served = servers.states(resource, args);
    if (served) return served;
    throw stateError('Flowmap.NotServed', `the state ${state} calls ${resource}, which a local run does not serve`);
  };
}

interface Attempt {
  readonly signal: AbortSignal;
  readonly begin: () => void;
  /** For a child of an array job: whether it is started again when its worker dies. */
  readonly isRepeated?: boolean;
}

type Attempted =
  { readonly answer: Answer } | { readonly error: FailureReport; readonly died: boolean; readonly place?: Invocation };

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
