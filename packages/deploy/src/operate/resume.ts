import { FlowError, type FlowGraph, indexGraph, isFlowError, type JsonObject, RESUME_FIELD } from '@flowmap/graph';
import type { ObjectStore } from '@flowmap/store';
import { faulted } from '../aws/fault.js';
import { hasEnded } from './await-end.js';
import { deployedGraph } from './deployed-graph.js';
import { describeRun, noSuchRun } from './describe-run.js';
import { liveDeployment } from './history.js';
import type { RunRef } from './run-ref.js';
import { trigger, type TriggeredRun, type TriggerPorts } from './trigger.js';

/** What resuming a run needs of the world. */
export interface ResumePorts extends TriggerPorts {
  /** The bucket of artifacts, which has the graphs of flows. */
  readonly objects: ObjectStore;
}

/** How a run is to be resumed. */
export interface ResumeRequest {
  /** The node from which on all is done again. Default: only what is not finished, or would be given something else now. */
  readonly from?: string | undefined;
  /** The id of the new run. Default: a new one that sorts by time. */
  readonly runId?: string | undefined;
  /** Parameters in place of those of the earlier run. Default: none. */
  readonly params?: JsonObject | undefined;
}

/**
 * Starts a new run of a deployed flow, with its live code, that takes the finished tasks of an earlier run and has its parameters, as
 * far as the flow still has them and no others are given. Throws `RUN_GOES_ON`, `NO_SUCH_STEP`, `NO_SUCH_RUN` and what {@link trigger} throws.
 */
export function resume(
  ref: RunRef,
  { from, runId, params = {} }: ResumeRequest,
  ports: ResumePorts,
): Promise<TriggeredRun> {
  return faulted(async () => {
    const { deployment, run } = ref;
    const { status } = await describeRun(ports, ref);
    if (!hasEnded({ status })) {
      throw new FlowError('RUN_GOES_ON', `${deployment}/${run} has not ended.`, {
        hint: `Wait for it, or end it: flow-cli terminate ${deployment}/${run}`,
      });
    }
    const record = await ports.metadata.run(deployment, run);
    if (!record) throw await noSuchRun(ports, ref);
    const graph = await graphOf(deployment, ports);
    if (graph && from !== undefined) checkStep(graph, from);
    const input = {
      ...known(record.params, graph),
      ...params,
      [RESUME_FIELD]: { run, ...(from !== undefined && { from }) },
    };
    return trigger(deployment, { params: input, runId }, ports);
  });
}

/** A parameter that the flow has no more is nothing to any of its steps. */
function known(params: JsonObject, graph: FlowGraph | undefined): JsonObject {
  if (!graph) return params;
  return Object.fromEntries(Object.entries(params).filter(([name]) => Object.hasOwn(graph.params, name)));
}

function checkStep(graph: FlowGraph, from: string): void {
  const { nodes } = indexGraph(graph);
  if (nodes.has(from)) return;
  throw new FlowError('NO_SUCH_STEP', `${graph.name} has no step ${from}.`, {
    hint: `It has ${[...nodes.keys()].join(', ')}.`,
  });
}

/** The graph of the flow that is live; undefined where it was not stored: the first task then tells of a step that is none. */
async function graphOf(deployment: string, ports: ResumePorts): Promise<FlowGraph | undefined> {
  const { code } = await liveDeployment(deployment, ports);
  try {
    return await deployedGraph(ports.objects, code);
  } catch (error) {
    if (isFlowError(error) && error.code === 'NO_GRAPH') return undefined;
    throw error;
  }
}
