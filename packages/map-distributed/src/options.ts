import type { JsonObject } from '@flowmap/graph';

/** How a distributed map becomes states. What the foreach means (tolerance, concurrency) stands on the foreach. */
export interface DistributedOptions {
  /**
   * Items of one child execution, at least 1. Default 1. It grows by itself where the list is longer than 40,000 batches.
   * A body of one step runs its batch in the worker; any other body runs it through an inner inline Map.
   */
  readonly batch?: number;
  /**
   * Of a source: bytes of the items of one child, 1,000 to 245,760, which is the default. What is reached first, this or `batch`, ends a
   * batch. The items of a list of the flow are not given to children, so there it means nothing and is refused.
   */
  readonly batchBytes?: number;
  /**
   * Executions of the children. STANDARD (default): any body, up to a year each. EXPRESS: no transition for the states in them and
   * ten times as many starts a second, but everything in a child ends within 5 minutes, and nothing in it may wait for a job or a
   * token, or be a distributed Map.
   */
  readonly children?: 'STANDARD' | 'EXPRESS';
  /** The Map's Label: part of ARNs and metrics. At most 40 characters. Default: made of the foreach's name. */
  readonly label?: string;
  /**
   * How it goes on behind the children. The flow's results are the same in all three.
   *
   * - `none` (default): no state reads what they answer, and nothing is written.
   * - `manifest`: a result writer puts the answers into the bucket of artifacts; the manifest is fetched, and the first result read
   *   through a second distributed Map of one item. Four state transitions more, one Map Run, one child.
   * - `first-file`: the same without the manifest: the key of the first file is made from that of the manifest. Three transitions more.
   *
   * A foreach that tolerates failures has one more in the latter two, two on AWS Batch: a task that counts what failed.
   */
  readonly results?: Results;
}

/** The ways to go on. */
export const RESULTS = ['none', 'manifest', 'first-file'] as const;

/** How a distributed map goes on behind its children. */
export type Results = (typeof RESULTS)[number];

/** Options with the defaults applied, as the graph keeps them. */
export interface Settings extends JsonObject {
  readonly batch: number;
  readonly children: 'STANDARD' | 'EXPRESS';
  /** Null: not said. */
  readonly batchBytes: number | null;
  readonly label: string | null;
  readonly results: Results;
}

/** Applies the defaults. */
export function settings({
  batch = 1,
  batchBytes,
  children = 'STANDARD',
  label,
  results = 'none',
}: DistributedOptions): Settings {
  return { batch, batchBytes: batchBytes ?? null, children, label: label ?? null, results };
}
