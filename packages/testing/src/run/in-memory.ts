import { setMaxListeners } from 'node:events';
import type { ArrayJob, Compute, ComputeArrays, Compiled, Target } from '@flowmap/asl';
import { compile } from '@flowmap/asl';
import type { StateMachine } from '@flowmap/asl/language';
import { lambda } from '@flowmap/compute-lambda';
import type { Clock, TaskRequest } from '@flowmap/engine';
import { run as interpret } from '@flowmap/engine';
import type { Flow } from '@flowmap/flow';
import type { Answer, Diagnostic, Invocation, Json } from '@flowmap/graph';
import { InvalidFlowError, hasErrors } from '@flowmap/graph';
import { serveS3, storeBucket } from '@flowmap/local/buckets';
import { inline } from '@flowmap/map-inline';
import { dynamodbRunStates } from '@flowmap/metadata-dynamodb/states';
import { dispatch, readResult, runArrayJob } from '@flowmap/runtime';
import { memoryMetadata, memoryObjects } from '@flowmap/store/memory';
import { gate } from './gate.js';
import type {
  InMemoryFlow,
  InMemoryOptions,
  InMemoryRun,
  InMemoryRunOptions,
  InMemoryStores,
} from './in-memory.types.js';
import { counter } from './history.js';
import type { MetadataWrite } from './metadata-writes.js';
import { withWrites } from './metadata-writes.js';
import { patientClock, runBy } from './patience.js';
import { plain } from './plain.js';
import { countingUuid, seededRandom } from './random.js';
import { serveRunState } from './served-states.js';
import { countingBuckets, countingMetadata, countingObjects, noRequests } from './store-requests.js';
import { testTarget } from './test-target.js';

export type {
  InMemoryFlow,
  InMemoryOptions,
  InMemoryRun,
  InMemoryRunOptions,
  InMemoryStores,
} from './in-memory.types.js';

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
