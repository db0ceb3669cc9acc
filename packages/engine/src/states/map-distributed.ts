import { LIMITS, type Json } from '@flowmap/asl/language';
import { executionArn, machineArn, mapRunArn } from '../arn.js';
import { execute } from '../execute.js';
import { type Execution, isoTime } from '../execution.js';
import { dataLimitExceeded, ERRORS, StateFailure } from '../failure.js';
import { emit } from '../history.js';
import { runLanes } from '../lanes.js';
import type { Block } from '../machine/node.js';
import type { Outcome } from '../ports.js';
import { jsonBytes } from '../quotas.js';
import { Stop } from '../stop.js';
import type { Visit } from '../visit.js';
import { itemInput, type Iteration, type MapMode, type Tolerance } from './map-mode.js';

/** Each item in an execution of its own, under a Map Run. What fails within the tolerance has no element in the result. */
export function mapDistributed(block: Block, label: string | undefined, type: 'STANDARD' | 'EXPRESS'): MapMode {
  return {
    async run(visit, iteration, tolerance) {
      const { thread, ports } = visit;
      const { environment } = thread.execution;
      const machine = `${environment.machine}/${label ?? ports.uuid()}`;
      const mapRun = mapRunArn(environment, machine, ports.uuid());
      await emit(thread, 'MapRunStarted', { mapRunArn: mapRun });
      try {
        const results = await runChildren(visit, iteration, tolerance, (input, stop) => {
          const child = childOf(visit, machine, mapRun, type, input, stop);
          return execute(child, block);
        });
        await emit(thread, 'MapRunSucceeded');
        if (results === undefined) throw dataLimitExceeded(visit.name);
        return results;
      } catch (error) {
        if (error instanceof StateFailure && !error.fatal) {
          await emit(thread, 'MapRunFailed', { error: error.error ?? '', cause: error.explanation ?? '' });
        }
        throw error;
      }
    },
  };
}

/** The outputs in item order; undefined when they are too large together. */
async function runChildren(
  visit: Visit,
  iteration: Iteration,
  tolerance: Tolerance,
  run: (input: Json, stop: Stop) => Promise<Outcome>,
): Promise<readonly Json[] | undefined> {
  const { thread } = visit;
  const { quotas, pace } = thread.execution.environment;
  const count = iteration.items.length;
  const stop = new Stop(thread.stop);
  let outputs: (Json | undefined)[] | undefined = [];
  // Of the brackets; each output brings its own and a comma.
  let bytes = 1;
  let failed = 0;
  const work = async (index: number): Promise<void> => {
    const input = await itemInput(visit, iteration, index, thread);
    const own = new Stop(stop);
    const outcome = await run(input, own);
    own.release();
    if (outcome.status === 'SUCCEEDED') {
      if (quotas) bytes += jsonBytes(outcome.output) + 1;
      // All children still run, but what is known to be lost is not kept until then.
      if (bytes > LIMITS.payloadBytes) outputs = undefined;
      if (outputs !== undefined) outputs[index] = outcome.output;
      return;
    }
    stop.check();
    failed += 1;
    if (isExceeded(failed, count, tolerance)) {
      throw new StateFailure(ERRORS.threshold, 'The specified tolerated failure threshold was exceeded');
    }
  };
  await runLanes({ count, width: widthOf(quotas, iteration), pace, stop, lane: () => undefined, work });
  return outputs?.filter((output) => output !== undefined);
}

function isExceeded(failed: number, total: number, { count, percentage }: Tolerance): boolean {
  if (count === undefined && percentage === undefined) return failed > 0;
  return (count !== undefined && failed > count) || (percentage !== undefined && failed * 100 > total * percentage);
}

function widthOf(quotas: boolean, { maxConcurrency, items }: Iteration): number {
  if (maxConcurrency === 0) return quotas ? LIMITS.distributedConcurrency : Math.max(1, items.length);
  return quotas ? Math.min(maxConcurrency, LIMITS.distributedConcurrency) : maxConcurrency;
}

function childOf(
  visit: Visit,
  machine: string,
  mapRun: string,
  type: 'STANDARD' | 'EXPRESS',
  input: Json,
  stop: Stop,
): Execution {
  const { environment } = visit.thread.execution;
  const name = visit.ports.uuid();
  return {
    environment,
    arn: executionArn(environment, machine, name, type),
    name,
    type,
    input,
    started: isoTime(visit.ports.clock.now()),
    machineArn: machineArn(environment, machine),
    machineName: machine,
    mapRun,
    stop,
    events: 0,
  };
}
