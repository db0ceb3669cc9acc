import type { AnySteps } from '@flowmap/flow';
import { FlowError, type FlowGraph, indexGraph, readGraph } from '@flowmap/graph';
import { readResult } from '@flowmap/runtime';
import {
  type Execution,
  graphKey,
  type LogSelection,
  type MetadataStore,
  type ObjectStore,
  type RunFailure,
  type RunRecord,
  type RunStatus,
  type TaskLogLine,
} from '@flowmap/store';
import { pastStep } from './past-step.js';
import type { PastStep, PastTask } from './past-task.js';
import type { ClientStores } from './stores.js';
import { taskReader } from './task-reader.js';

/** A run of a flow as it stood when it was looked for, with what it left. Its parameters are `P`, its result `R`, its steps `S`. */
export interface PastRun<P, R, S = AnySteps> {
  readonly id: string;
  readonly deployment: string;
  /** As the service says that executes it; for a run on this machine, as its process recorded it. */
  readonly status: RunStatus;
  readonly started: Date;
  readonly stopped?: Date;
  /** The hash of the code that it ran. */
  readonly code: string;
  /** After checking, defaults applied. */
  readonly params: P;
  /** Why it did not end well; undefined for a run that goes on or succeeded. Throws the errors `AWS_...` of whoever is asked. */
  failure(): Promise<RunFailure | undefined>;
  /**
   * The result of the flow, undefined for a flow that gives none. A foreach's result is a `Collection`, and nothing of it is read before it
   * is asked for. Throws `RESULT_MISSING` where the run has not come so far, `NO_GRAPH`.
   */
  result(): Promise<R>;
  /** A step, or a catch handler, by its path: `perChunk/summarise`. */
  step<K extends keyof S & string>(path: K): PastStep<S[K]>;
  /**
   * The task at an address, whole or from the step on: `perChunk/summarise/17`. Undefined where it has left nothing: it has not ended, or failed
   * where no failure is kept. Throws `NO_SUCH_STEP`, `NO_GRAPH`.
   */
  task(address: string): Promise<PastTask | undefined>;
  /** What its tasks logged so far, in the order of the times. Throws `NO_LOGS` where nobody can read that. */
  logs(selection?: LogSelection): AsyncIterable<TaskLogLine>;
}

/** A run as its record and the service that executes it have it. */
export interface FoundRun {
  readonly record: RunRecord;
  /** Absent where nobody knows more than the record. */
  readonly execution?: Execution | undefined;
  readonly failure: () => Promise<RunFailure | undefined>;
}

/** Opens a run; `known` is the graph for one whose own was not stored. */
export function pastRun<P, R>(
  { record, execution, failure }: FoundRun,
  { objects, metadata, logs }: ClientStores,
  known: FlowGraph | undefined,
): PastRun<P, R> {
  const { deployment, run } = record;
  const { status, started, stopped } = execution ?? record;
  const prefix = `${deployment}/${run}`;
  // Reading uses no other methods.
  const stores = { objects: objects as ObjectStore, metadata: metadata as MetadataStore, deployment };
  let reading: Promise<FlowGraph> | undefined;
  const graph = (): Promise<FlowGraph> => (reading ??= graphOf(record, objects, known));
  const index = async (): Promise<ReturnType<typeof indexGraph>> => indexGraph(await graph());
  const reader = taskReader(stores.objects, prefix, index);
  const lines = (selection?: LogSelection): AsyncIterable<TaskLogLine> => {
    if (logs) return logs.lines(deployment, run, selection);
    throw new FlowError('NO_LOGS', `Nobody says where the log lines of ${prefix} are.`, {
      hint: 'Give runsOf an account of openAccount, or localStores, which can read them.',
    });
  };
  return {
    id: run,
    deployment,
    status,
    started: new Date(started),
    ...(stopped !== undefined && { stopped: new Date(stopped) }),
    code: record.code,
    params: record.params as P,
    failure,
    result: async () => (await readResult(await graph(), run, stores)) as R,
    step: (path) => pastStep(path, { prefix, reader, index, lines }),
    task: (address) => reader.task(address),
    async *logs(selection) {
      yield* lines(selection);
    },
  };
}

/** The graph that the run's own code was deployed with, or else the one that is at hand. */
async function graphOf(
  { code, deployment, run }: RunRecord,
  objects: ClientStores['objects'],
  known: FlowGraph | undefined,
): Promise<FlowGraph> {
  const stored = await objects.get(graphKey(code));
  if (stored) return readGraph(JSON.parse(Buffer.from(stored).toString()));
  if (known) return known;
  throw new FlowError('NO_GRAPH', `The graph of ${deployment}/${run} is not stored: ${graphKey(code)} is missing.`, {
    hint: 'Give runsOf the flow itself.',
  });
}
