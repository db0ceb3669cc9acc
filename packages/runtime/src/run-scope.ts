import type { FlowGraph, GraphIndex, NodeId, Publications } from '@flowmap/graph';
import { taskAddress } from '@flowmap/graph';
import type { Artifacts, MetadataStore, ObjectStore, TaskRecord } from '@flowmap/store';
import { artifactsOf } from '@flowmap/store';
import type { Params } from './params.js';
import { paramsOf } from './params.js';
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
  params(): Promise<Params>;
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
  const address = (node: NodeId, path: string): string => taskAddress({ deployment, run, node, index: path });
  return {
    index,
    publications,
    objects,
    artifacts,
    deployment,
    run,
    params: () => paramsOf(metadata, deployment, run),
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
