import { type Flow, isFlow } from '@flowmap/flow';
import type { RunRecord, RunStatus } from '@flowmap/store';
import { type PastRun, pastRun } from './past-run.js';
import type { ClientStores } from './stores.js';

/** The runs of a deployed flow, in the order of their ids: ids that were made for them sort by time. */
export interface Runs<P, R> extends AsyncIterable<PastRun<P, R>> {
  /** A run by its id; undefined where there is none, or its record has expired. */
  get(run: string): Promise<PastRun<P, R> | undefined>;
}

/** Which runs. */
export interface RunsOptions {
  /** The name under which the flow is deployed. Default: its own. */
  readonly deployment?: string;
  /** Only runs whose record stands so. */
  readonly status?: RunStatus;
}

/** Parameters and result of a flow of which only the name is known. */
interface Params {
  readonly [name: string]: unknown;
}

/**
 * The runs of a flow, typed by it: parameters and result. Nothing is read before it is asked for. Reading throws `STORE_...` and
 * `METADATA_...`.
 *
 * @example
 * for await (const run of runsOf(flights, { objects, metadata })) console.log(run.id, await run.result());
 */
export function runsOf<P, R>(flow: Flow<P, R>, stores: ClientStores, options?: RunsOptions): Runs<P, R>;
/** The runs of a flow by the name under which it is deployed. What the steps mean is read from the graph that deploying stored. */
export function runsOf(name: string, stores: ClientStores, options?: RunsOptions): Runs<Params, unknown>;
export function runsOf(
  flow: Flow | string,
  stores: ClientStores,
  { deployment = typeof flow === 'string' ? flow : flow.name, status }: RunsOptions = {},
): Runs<Params, unknown> {
  const { metadata } = stores;
  const graph = isFlow(flow) ? flow.graph : undefined;
  const open = (record: RunRecord): PastRun<Params, unknown> => pastRun(record, stores, graph);
  return {
    async get(run) {
      const record = await metadata.run(deployment, run);
      return record && open(record);
    },
    async *[Symbol.asyncIterator]() {
      for await (const record of metadata.runs(deployment, status === undefined ? {} : { status })) yield open(record);
    },
  };
}
