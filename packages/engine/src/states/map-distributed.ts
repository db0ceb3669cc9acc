import { LIMITS, type Json } from '@flowmap/asl/language';
import { executionArn, machineArn, mapRunArn } from '../arn.js';
import { execute } from '../execute.js';
import { type Execution, isoTime, type Thread } from '../execution.js';
import { dataLimitExceeded, ERRORS, StateFailure } from '../failure.js';
import { emit, recordedNext } from '../history.js';
import { runLanes } from '../lanes.js';
import { redriven, replay, resumed } from '../journal/resume.js';
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
      const { thread } = visit;
      const recorded = recordedNext(thread)?.details as { readonly mapRunArn: string } | undefined;
      const mapRun = recorded?.mapRunArn ?? newMapRun(visit, label);
      await emit(thread, 'MapRunStarted', { mapRunArn: mapRun });
      await sayRedriven(thread, mapRun);
      const children = { machine: machineOf(mapRun), mapRun, type };
      try {
        const results = await runChildren(visit, iteration, tolerance, (item, stop, input) =>
          runChild(visit, children, block, { item, stop, input }),
        );
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
  run: (item: number, stop: Stop, input: () => Promise<Json>) => Promise<Outcome>,
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
    const own = new Stop(stop);
    const outcome = await run(index, own, () => itemInput(visit, iteration, index, thread));
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
  await runLanes({ count, width: widthOf(quotas, iteration), pace, stop, work });
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

function newMapRun({ thread, ports }: Visit, label: string | undefined): string {
  const { environment } = thread.execution;
  return mapRunArn(environment, `${environment.machine}/${label ?? ports.uuid()}`, ports.uuid());
}

/** Name of the children's state machine: the part of a Map Run's ARN before its id. */
function machineOf(mapRun: string): string {
  return mapRun.split(':')[6] ?? '';
}

/** Records that a redrive has opened a Map Run again, where one has. */
async function sayRedriven(thread: Thread, mapRun: string): Promise<void> {
  const { redrives = 0, openAgain, environment } = thread.execution;
  while (recordedNext(thread)?.type === 'MapRunRedriven') await emit(thread, 'MapRunRedriven');
  if (openAgain?.has(mapRun) !== true) return;
  await emit(thread, 'MapRunRedriven', { mapRunArn: mapRun, redriveCount: redrives });
  environment.recorded?.redriveMapRun(mapRun);
}

/** What the children of a Map Run share. */
interface Children {
  readonly machine: string;
  readonly mapRun: string;
  readonly type: 'STANDARD' | 'EXPRESS';
}

interface Child {
  readonly item: number;
  readonly stop: Stop;
  readonly input: () => Promise<Json>;
}

/** Runs a child, or goes on with one that was recorded; one that has ended well is not run again. */
async function runChild(visit: Visit, children: Children, block: Block, child: Child): Promise<Outcome> {
  const { environment } = visit.thread.execution;
  const { type } = children;
  const now = visit.ports.clock.now();
  const recorded = environment.recorded?.child(children.mapRun, child.item);
  // An EXPRESS execution cannot be redriven: another one is started in its place.
  if (recorded === undefined || (recorded.isAwaited && type === 'EXPRESS')) {
    const name = visit.ports.uuid();
    const arn = executionArn(environment, children.machine, name, type);
    return await execute(childOf(visit, children, child, { arn, input: await child.input(), events: 0 }, now), block);
  }
  const from = (recorded.isAwaited ? redriven(recorded, now) : undefined) ?? resumed(recorded);
  if (recorded.outcome !== undefined) return recorded.outcome;
  const execution = childOf(visit, children, child, from, recorded.started);
  replay(execution, recorded);
  return await execute(execution, block);
}

function childOf(
  visit: Visit,
  { machine, mapRun, type }: Children,
  { item, stop }: Child,
  from: Pick<Execution, 'arn' | 'input' | 'events'>,
  started: number,
): Execution {
  const { environment } = visit.thread.execution;
  return {
    environment,
    name: from.arn.slice(from.arn.lastIndexOf(':') + 1),
    type,
    started: isoTime(started),
    machineArn: machineArn(environment, machine),
    machineName: machine,
    mapRun,
    item,
    stop,
    ...from,
  };
}
