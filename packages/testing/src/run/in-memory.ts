import { setMaxListeners } from 'node:events';
import type {
  ArrayJob,
  Compute,
  ComputeArrays,
  Computes,
  Compiled,
  MapStrategy,
  RunStates,
  Target,
} from '@flowmap/asl';
import { compile } from '@flowmap/asl';
import type { StateMachine } from '@flowmap/asl/language';
import { lambda } from '@flowmap/compute-lambda';
import type { Clock, HistoryEvent, ObjectStorage, Outcome, TaskRequest } from '@flowmap/engine';
import { run as interpret } from '@flowmap/engine';
import type { Flow } from '@flowmap/flow';
import type { Answer, Diagnostic, Invocation, Json, JsonObject } from '@flowmap/graph';
import { InvalidFlowError, hasErrors } from '@flowmap/graph';
import { serveS3, storeBucket } from '@flowmap/local/buckets';
import { inline } from '@flowmap/map-inline';
import { dynamodbRunStates } from '@flowmap/metadata-dynamodb/states';
import { dispatch, readResult, runArrayJob } from '@flowmap/runtime';
import type { MetadataStore, ObjectStore } from '@flowmap/store';
import { memoryMetadata, memoryObjects } from '@flowmap/store/memory';
import { gate } from './gate.js';
import type { RunCounts } from './history.js';
import { counter } from './history.js';
import type { MetadataWrite } from './metadata-writes.js';
import { withWrites } from './metadata-writes.js';
import { patientClock, runBy } from './patience.js';
import { plain } from './plain.js';
import { countingUuid, seededRandom } from './random.js';
import { serveRunState } from './served-states.js';
import type { RequestCounts } from './store-requests.js';
import { countingBuckets, countingMetadata, countingObjects, noRequests } from './store-requests.js';
import { testTarget } from './test-target.js';

/** How a flow is compiled in memory. */
export interface InMemoryOptions {
  /** The strategy of every foreach that names none. Default inline. */
  readonly fallback?: MapStrategy;
  /** Where code runs. Default AWS Lambda for every step. */
  readonly computes?: Computes;
  /** The states of the metadata store. Default those of DynamoDB. */
  readonly states?: RunStates;
  readonly target?: Partial<Target>;
}

/** How a compiled flow is run in memory. */
export interface InMemoryRunOptions {
  /** The execution's input: the parameters. Default none. */
  readonly params?: JsonObject;
  /** The name of the execution. Default `run-1`. */
  readonly run?: string;
  /** Where what the run leaves is kept. Default: stores of its own. */
  readonly stores?: InMemoryStores;
  /** Buckets beside that of the artifacts, for foreachs over sources. Default: there are none. */
  readonly buckets?: ObjectStorage;
  /** Default `enforced`. */
  readonly quotas?: 'enforced' | 'off';
  /** Seed of the jitter of retries. Default 1. */
  readonly seed?: number;
  /** How long a task takes, in milliseconds of simulated time, before its code runs. Default 0. */
  readonly delay?: (invocation: Invocation) => number;
  /** How many tasks run at once, as in a pool of so many workers. Default: all that are asked for. */
  readonly workers?: number;
  /** Which attempts of an array job's children end with the death of their worker, before any code runs. Default none. */
  readonly dies?: (child: Invocation) => boolean;
  /** Whether every task is delivered twice at once, as a service may that delivers at least once. Default once. */
  readonly deliver?: 'once' | 'twice';
  /**
   * Stands between the service and the worker: calls `work` at once, later, twice, or not at all, and answers or fails in its
   * place. An attempt that was given up and goes on all the same is a `work` that nobody waits for; it aborts by the
   * signal that `work` is given, which is otherwise that of its state. Default: calls it and answers with what it gives.
   */
  readonly serve?: (invocation: Invocation, work: (signal?: AbortSignal) => Promise<Answer>) => Promise<Answer>;
  /** Stops the run; its outcome is then ABORTED. */
  readonly signal?: AbortSignal;
  /**
   * What `record` saw of a run that did not end well: goes on with that run by a redrive, as `flow-cli run --continue` does. It takes
   * the `stores` of that run, and the events of both belong to a third. Default: a new run.
   */
  readonly past?: readonly HistoryEvent[];
  /** Sees each event of the history. */
  readonly record?: (event: HistoryEvent) => void;
  /** Changes the definition before it runs: what a fault in the service or in a neighbour would do to it. */
  readonly change?: (definition: StateMachine) => StateMachine;
}

/** The stores of one or more runs, and the time by which they go. */
export interface InMemoryStores {
  readonly objects: ObjectStore;
  readonly metadata: MetadataStore;
  readonly clock: Clock;
}

/** A run that has ended. */
export interface InMemoryRun {
  readonly outcome: Outcome;
  readonly stores: InMemoryStores;
  readonly counts: RunCounts;
  /** Every task that was asked for, in order; one for each attempt. */
  readonly invocations: readonly Invocation[];
  /** Every write to the metadata store. */
  readonly writes: readonly MetadataWrite[];
  /**
   * What the tasks asked of the stores, each as if it had a process of its own, and what the states' readers and writers did. Tasks that
   * call S3 by themselves are no part of it.
   */
  readonly requests: Readonly<RequestCounts>;
  /** Bytes of the largest arguments of a task. */
  readonly payloadBytes: number;
  /** The flow's result, collections as arrays. Rejects where the run did not come so far. */
  result(): Promise<unknown>;
}

/** A flow that can be run in memory as often as one likes. */
export interface InMemoryFlow {
  readonly compiled: Compiled & { readonly definition: StateMachine };
  readonly target: Target;
  run(options?: InMemoryRunOptions): Promise<InMemoryRun>;
}

/** Stores in memory and a simulated clock, on which waits cost nothing. */
export function inMemoryStores(clock: Clock = patientClock()): InMemoryStores {
  return { objects: memoryObjects(), metadata: memoryMetadata({ now: () => clock.now() }), clock };
}

/**
 * Compiles a flow as for AWS and makes it ready to be run by the engine, with its tasks in this process and everything it
 * stores in memory. Throws an `InvalidFlowError` with all diagnostics where the flow cannot be compiled.
 *
 * @example
 * const { outcome, result } = await inMemory(flow, { fallback: distributed({ batch: 10 }) }).run({ params: { year: 2024 } });
 */
export function inMemory(flow: Flow, options: InMemoryOptions = {}): InMemoryFlow {
  const target = testTarget(flow.name, options.target);
  const computes = options.computes ?? { default: lambda() };
  const { definition, ...compiled } = compileFlow(flow, target, { ...options, computes });
  return {
    compiled: { definition, ...compiled },
    target,
    run: (how = {}) => runInMemory(flow, how.change?.(definition) ?? definition, target, Object.values(computes), how),
  };
}

/** All that compiling a flow says, also where it gives no definition. */
export function diagnosticsOf(flow: Flow, options: InMemoryOptions = {}): readonly Diagnostic[] {
  return [...flow.diagnostics, ...compileGraph(flow, testTarget(flow.name, options.target), options).diagnostics];
}

function compileGraph(flow: Flow, target: Target, options: InMemoryOptions): Compiled {
  return compile(flow.graph, {
    strategies: flow.strategies,
    fallback: options.fallback ?? inline(),
    computes: options.computes ?? { default: lambda() },
    run: options.states ?? dynamodbRunStates(),
    target,
  });
}

function compileFlow(flow: Flow, target: Target, options: InMemoryOptions): InMemoryFlow['compiled'] {
  if (hasErrors(flow.diagnostics)) throw invalid(flow.name, flow.diagnostics);
  const { definition, ...compiled } = compileGraph(flow, target, options);
  if (!definition) throw invalid(flow.name, compiled.diagnostics);
  return { definition, ...compiled };
}

function invalid(name: string, diagnostics: readonly Diagnostic[]): InvalidFlowError {
  const lines = diagnostics.map(({ code, at, message }) => `${code} ${at}: ${message}`);
  return new InvalidFlowError(`the flow ${name} cannot be compiled:\n${lines.join('\n')}`, diagnostics);
}

async function runInMemory(
  flow: Flow,
  definition: StateMachine,
  target: Target,
  computes: readonly Compute[],
  options: InMemoryRunOptions,
): Promise<InMemoryRun> {
  const { params = {}, run = 'run-1', quotas = 'enforced', seed = 1 } = options;
  const stores = options.stores ?? inMemoryStores();
  const writes: MetadataWrite[] = [];
  const invocations: Invocation[] = [];
  const measured = counter();
  const requests = noRequests();
  let payloadBytes = 0;
  const metadata = withWrites(stores.metadata, (write) => writes.push(write));
  const { objects, clock } = stores;
  const { deployment } = target;
  const buckets = storeBucket(target.bucket, objects, options.buckets);
  // A past has used no more of them than it has events.
  const uuid = countingUuid(options.past?.length);
  const worker = gate(options.workers ?? Infinity);

  const work = async (compute: Compute, invocation: Invocation, signal: AbortSignal): Promise<Answer> => {
    invocations.push(invocation);
    const delay = options.delay?.(invocation) ?? 0;
    if (delay > 0) await clock.wait(delay, signal);
    const answersLost = losesAnswers(compute, target);
    const work = (given = signal): Promise<Answer> => {
      const counted = {
        objects: countingObjects(objects, requests),
        metadata: countingMetadata(metadata, requests),
      };
      const ports = { ...counted, clock, deployment, signal: given, log: ignore, answersLost };
      return runBy(clock, () => dispatch(flow, invocation, ports));
    };
    const delivered = Array.from(
      { length: options.deliver === 'twice' ? 2 : 1 },
      () => options.serve?.(invocation, work) ?? work(),
    );
    const [first] = await Promise.allSettled(delivered);
    if (first?.status !== 'fulfilled') throw first?.reason;
    return first.value;
  };

  const runTask = async (compute: Compute, invocation: Invocation, signal: AbortSignal): Promise<Json> => {
    try {
      return compute.answered(await work(compute, invocation, signal), invocation);
    } catch (thrown) {
      throw stateError(compute.failed(thrown as Error, invocation));
    }
  };

  const runArray = async (
    compute: Compute,
    arrays: ComputeArrays,
    job: ArrayJob,
    signal: AbortSignal,
  ): Promise<Json> => {
    // Each child under way listens to it; Node would take more than ten for a leak.
    setMaxListeners(Infinity, signal);
    const failed = await runArrayJob(job, async (child) => {
      try {
        if (options.dies?.(child)) return 'died';
        await worker(() => {
          signal.throwIfAborted();
          return work(compute, child, signal);
        });
        return 'done';
      } catch {
        signal.throwIfAborted();
        return 'failed';
      }
    });
    if (failed > 0) throw stateError(arrays.failed(job, failed));
    return arrays.succeeded(job);
  };

  const task = async ({ resource, arguments: given, signal }: TaskRequest): Promise<Json> => {
    const text = JSON.stringify(given);
    payloadBytes = Math.max(payloadBytes, Buffer.byteLength(text));
    // A service gets text, so nothing that only this process could see goes across.
    const args = JSON.parse(text) as Json;
    for (const compute of computes) {
      const job = compute.array?.received(resource, args);
      if (compute.array && job) return runArray(compute, compute.array, job, signal);
      const invocation = compute.received(resource, args);
      if (invocation) return worker(() => runTask(compute, invocation, signal));
    }
    const served = serveRunState(metadata, resource, args) ?? serveS3(buckets, resource, args, uuid);
    if (!served) throw Object.assign(new Error(`no test serves ${resource}`), { name: 'Test.NobodyServes' });
    return served;
  };

  const outcome = await interpret(
    definition,
    params,
    {
      task,
      clock,
      random: seededRandom(seed),
      uuid,
      objects: countingBuckets(buckets, requests),
      record: (event) => {
        measured.count(event);
        options.record?.(event);
      },
    },
    {
      name: run,
      machine: target.machine,
      account: target.account,
      region: target.region,
      quotas,
      ...(options.signal && { signal: options.signal }),
      ...(options.past && { past: options.past, redrive: true }),
    },
  );
  return {
    outcome,
    stores,
    counts: measured.counts(),
    invocations,
    writes,
    requests,
    payloadBytes,
    result: async () => plain(await readResult(flow.graph, run, { objects, metadata: stores.metadata, deployment })),
  };
}

/** Whether the service keeps a task's answer to itself: then its lowered tasks say of no fact where it stands. */
function losesAnswers(compute: Compute, target: Target): boolean {
  const step = { kind: 'step', id: 'any', in: {} } as const;
  return compute.task({ step, fields: {}, range: false }, target).fact === undefined;
}

/** As the engine takes a failure: `name` is Error, `message` is Cause. */
function stateError({ error, cause }: { readonly error: string; readonly cause: string }): Error {
  return Object.assign(new Error(cause), { name: error });
}

function ignore(): void {
  // What a step logs is of no interest here.
}
