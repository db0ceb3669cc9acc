import { FlowError, type FlowGraph, indexGraph, readGraph } from '@flowmap/graph';
import { readResult } from '@flowmap/runtime';
import { graphKey, type MetadataStore, type ObjectStore, type RunRecord, type RunStatus } from '@flowmap/store';
import type { PastTask, StepTasks } from './past-task.js';
import type { ClientStores } from './stores.js';
import { taskReader } from './task-reader.js';

/** A run of a flow, with what it left. */
export interface PastRun<P, R> {
  readonly id: string;
  readonly deployment: string;
  /** As the metadata store has it: RUNNING until somebody records the end. */
  readonly status: RunStatus;
  readonly started: Date;
  readonly stopped?: Date;
  /** The hash of the code that it ran. */
  readonly code: string;
  /** After checking, defaults applied. */
  readonly params: P;
  /**
   * The result of the flow, undefined for a flow that gives none. A foreach's result is a `Collection`, and nothing of it is read before it
   * is asked for. Throws `RESULT_MISSING` where the run has not come so far, `NO_GRAPH`.
   */
  result(): Promise<R>;
  /** The tasks of a step, or of a catch handler, by its path: `perChunk/summarise`. Reading them throws `NO_SUCH_STEP`, `NO_GRAPH`. */
  step(path: string): StepTasks;
  /**
   * The task at an address, whole or from the step on: `perChunk/summarise/17`. Undefined where it has left nothing: it has not ended, or failed
   * where no failure is kept. Throws `NO_SUCH_STEP`, `NO_GRAPH`.
   */
  task(address: string): Promise<PastTask | undefined>;
}

/** Opens a run; `known` is the graph for one whose own was not stored. */
export function pastRun<P, R>(
  record: RunRecord,
  { objects, metadata }: ClientStores,
  known: FlowGraph | undefined,
): PastRun<P, R> {
  const { deployment, run } = record;
  // Reading uses no other methods.
  const stores = { objects: objects as ObjectStore, metadata: metadata as MetadataStore, deployment };
  let reading: Promise<FlowGraph> | undefined;
  const graph = (): Promise<FlowGraph> => (reading ??= graphOf(record, objects, known));
  const reader = taskReader(stores.objects, `${deployment}/${run}`, async () => indexGraph(await graph()));
  return {
    id: run,
    deployment,
    status: record.status,
    started: new Date(record.started),
    ...(record.stopped !== undefined && { stopped: new Date(record.stopped) }),
    code: record.code,
    params: record.params as P,
    result: async () => (await readResult(await graph(), run, stores)) as R,
    step: (path) => ({ path, [Symbol.asyncIterator]: () => reader.tasksOf(path) }),
    task: (address) => reader.task(address),
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
