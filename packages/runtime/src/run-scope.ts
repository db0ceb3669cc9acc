import type { FlowGraph, GraphIndex, NodeId, Publications } from '@flowmap/graph';
import { taskAddress } from '@flowmap/graph';
import type { Artifacts, MetadataStore, ObjectStore, TaskRecord } from '@flowmap/store';
import { artifactsOf } from '@flowmap/store';
import type { Params } from './params.js';
import { runRecordOf } from './params.js';
import { planOf } from './plan.js';

/** The stores of a deployment: what reading the values of a run takes. */
export interface RunStores {
  readonly objects: ObjectStore;
  readonly metadata: MetadataStore;
  readonly deployment: string;
}

/** One run of a flow, as whoever reads its values sees it. */
export interface RunScope {
  readonly index: GraphIndex;
  readonly publications: Publications;
  readonly objects: ObjectStore;
  readonly artifacts: Artifacts;
  readonly deployment: string;
  readonly run: string;
  /** The task as the state machine names it, where the run resumes another one: see `RESUMED` of `@flowmap/graph`. */
  readonly machine?: { readonly path: string; readonly from?: number; readonly to?: number };
  /** Whether it is known that the items of the task cannot be taken from the earlier run. */
  readonly looked?: boolean;
  params(): Promise<Params>;
  /** The earlier run whose finished tasks this one takes, and from which node on it does not. */
  resumes(): Promise<{ readonly earlier: RunScope; readonly from?: NodeId } | undefined>;
  /** The address of a node's task. */
  address(node: NodeId, index: string): string;
  /** The committed record of a node's task. A record never changes, so the last few that were found are kept. */
  record(node: NodeId, index: string): Promise<TaskRecord | undefined>;
}

/** Records kept by a scope: a step has few inputs, and a record is small. */
const KEPT = 32;

/** Opens a run for reading. Nothing is read before it is asked for. */
export function openRun(graph: FlowGraph, run: string, stores: RunStores): RunScope {
  const { objects, metadata, deployment } = stores;
  const { index, publications } = planOf(graph);
  const artifacts = artifactsOf(objects, `${deployment}/${run}`);
  const kept = new Map<string, TaskRecord>();
  let earlier: RunScope | undefined;
  const address = (node: NodeId, path: string): string => taskAddress({ deployment, run, node, index: path });
  return {
    index,
    publications,
    objects,
    artifacts,
    deployment,
    run,
    params: async () => (await runRecordOf(metadata, deployment, run)).params,
    async resumes() {
      const { resumes } = await runRecordOf(metadata, deployment, run);
      if (!resumes) return undefined;
      earlier ??= openRun(graph, resumes.run, stores);
      return { earlier, ...(resumes.from !== undefined && { from: resumes.from }) };
    },
    address,
    async record(node, path) {
      const key = address(node, path);
      const known = kept.get(key);
      if (known) return known;
      const record = await artifacts.record(key);
      if (record) kept.set(key, record);
      const oldest = kept.keys().next();
      if (kept.size > KEPT && !oldest.done) kept.delete(oldest.value);
      return record;
    },
  };
}
