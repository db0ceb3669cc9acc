import { type AnySteps, type Flow, isFlow } from '@flowmap/flow';
import type { RunStatus } from '@flowmap/store';
import { runFinder } from './find-runs.js';
import type { ParamsOf, ResultOf, StepsOf, UnknownFlow } from './flow-types.js';
import { type FoundRun, type PastRun, pastRun } from './past-run.js';
import type { ClientStores } from './stores.js';

/**
 * The runs of a deployed flow, newest first. One that was started a moment ago, or whose parameters were refused, has no record and is
 * not among them.
 */
export interface Runs<P, R, S = AnySteps> extends AsyncIterable<PastRun<P, R, S>> {
  /** A run by its id; undefined where there is none, or its record has expired. */
  get(run: string): Promise<PastRun<P, R, S> | undefined>;
  /** The run that was started last; undefined where there is none. */
  latest(): Promise<PastRun<P, R, S> | undefined>;
}

/** Which runs. */
export interface RunsOptions {
  /** The name under which the flow is deployed. Default: its own. */
  readonly deployment?: string;
  /** Only runs that stand so. `get` gives a run however it stands. */
  readonly status?: RunStatus;
}

/**
 * The runs of a flow, typed by it: parameters, result, and what its steps put out. Nothing is read before it is asked for. Reading throws
 * `STORE_...`, `METADATA_...`, and where an account is asked `AWS_...`.
 *
 * @example
 * for await (const run of runsOf(flights, stores)) console.log(run.id, run.status, await run.result());
 */
export function runsOf<P, R, S>(
  flow: Flow<P, R, S>,
  stores: ClientStores,
  options?: RunsOptions,
): Runs<P, R, StepsOf<Flow<P, R, S>>>;
/**
 * The runs of a flow by the name under which it is deployed. What the steps mean is read from the graph that deploying stored; the types
 * are those of `F`, which only has to be imported as a type.
 *
 * @example
 * import type flights from './flights.js';
 *
 * const run = await runsOf<typeof flights>('flight-delays', stores).latest();
 */
export function runsOf<F extends Flow = UnknownFlow>(
  name: string,
  stores: ClientStores,
  options?: RunsOptions,
): Runs<ParamsOf<F>, ResultOf<F>, StepsOf<F>>;
export function runsOf(
  flow: Flow | string,
  stores: ClientStores,
  { deployment = typeof flow === 'string' ? flow : flow.name, status }: RunsOptions = {},
): Runs<unknown, unknown> {
  const graph = isFlow(flow) ? flow.graph : undefined;
  const finder = runFinder(stores, deployment);
  const open = (found: FoundRun): PastRun<unknown, unknown> => pastRun(found, stores, graph);
  return {
    async get(run) {
      const found = await finder.get(run);
      return found && open(found);
    },
    async latest() {
      const found = await finder.newest(status);
      return found && open(found);
    },
    async *[Symbol.asyncIterator]() {
      for await (const found of finder.all(status)) yield open(found);
    },
  };
}
