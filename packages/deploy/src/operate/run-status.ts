import { DescribeStateMachineForExecutionCommand } from '@aws-sdk/client-sfn';
import { awsFault, faulted } from '../aws/fault.js';
import { describeRun, type RunDescription } from './describe-run.js';
import { distributedMaps, type DistributedMap } from './distributed-maps.js';
import { type MapRunCounts, NO_COUNTS, sumOf } from './map-run-counts.js';
import { type MapRunReader, mapRunReader, type MapRunState } from './map-runs.js';
import type { OperatePorts } from './ports.js';
import { executionArn, type RunRef } from './run-ref.js';

/** Children of one Map Run into which is looked for Map Runs of theirs, at most: the service answers about one a second. */
const LOOKED_INTO = 20;

/** How a foreach stands that runs as a distributed Map: all its Map Runs together. */
export interface ForeachStatus {
  readonly foreach: string;
  readonly mapRuns: number;
  /** How many of them go on. */
  readonly running: number;
  readonly counts: MapRunCounts;
  /** Milliseconds since the epoch: when the first began, and when the last ended, once all have. */
  readonly started?: number;
  readonly stopped?: number;
  /** Runs of the foreach around it that were not looked into, so that their items are missing from the counts. */
  readonly unseen: number;
}

/** How a run stands. */
export interface RunState extends RunDescription {
  /** The foreachs that run as distributed Maps, outer before inner. Others have no counts that the service keeps. */
  readonly foreachs: readonly ForeachStatus[];
  /** Why there are no counts, where they could not be read: the run itself is seen all the same. */
  readonly unread?: string;
}

/** Looks at a run as often as one likes; what cannot change any more is not asked for again. */
export interface RunWatch {
  /** Throws `NO_SUCH_RUN`, `NO_SUCH_FLOW` and the errors `AWS_...`, but for counts that cannot be read. */
  look(): Promise<RunState>;
}

/** Opens a watch on a run; `now` in milliseconds since the epoch. */
export function watchRun(ports: OperatePorts, ref: RunRef, now: () => number): RunWatch {
  const { site } = ports;
  const arn = executionArn(site, ref);
  const reader = mapRunReader(site, now);
  let redrives = 0;
  let known: Promise<readonly DistributedMap[]> | undefined;

  const maps = async (): Promise<readonly DistributedMap[]> => {
    const asked = new DescribeStateMachineForExecutionCommand({ executionArn: arn });
    return distributedMaps((await site.aws.sfn.send(asked)).definition ?? '{"States":{}}');
  };

  return {
    look: () =>
      faulted(async () => {
        const run = await describeRun(ports, ref);
        if (run.redrives !== redrives) reader.forget();
        ({ redrives } = run);
        try {
          known ??= maps();
          const all = await known;
          if (all.length === 0) return { ...run, foreachs: [] };
          return { ...run, foreachs: byForeach(await statusOf(all, await reader.ofExecution(arn), reader)) };
        } catch (error) {
          known = undefined;
          const fault = awsFault(error);
          return { ...run, foreachs: [], unread: fault instanceof Error ? fault.message : String(fault) };
        }
      }),
  };
}

/** The Maps of one level, and those inside them, given the Map Runs of the executions that were looked into. */
async function statusOf(
  maps: readonly DistributedMap[],
  runs: readonly MapRunState[],
  reader: MapRunReader,
  unseen = 0,
): Promise<readonly ForeachStatus[]> {
  const all: ForeachStatus[] = [];
  for (const { label, foreach, inner } of maps) {
    const own = runs.filter((run) => run.label === label);
    all.push({ ...summary(foreach, own), unseen });
    if (inner.length === 0) continue;
    const children: MapRunState[] = [];
    let missed = unseen;
    for (const run of own) {
      const looked = await reader.children(run.arn, LOOKED_INTO);
      for (const child of looked) children.push(...(await reader.ofExecution(child.arn, !child.running)));
      const { total, pending } = run.counts;
      missed += Math.max(0, total - pending - looked.length);
    }
    all.push(...(await statusOf(inner, children, reader, missed)));
  }
  return all;
}

function summary(foreach: string, runs: readonly MapRunState[]): Omit<ForeachStatus, 'unseen'> {
  const running = runs.filter((run) => run.running).length;
  const stops = runs.flatMap(({ stopped }) => (stopped === undefined ? [] : [stopped]));
  return {
    foreach,
    mapRuns: runs.length,
    running,
    counts: runs.map(({ counts }) => counts).reduce(sumOf, NO_COUNTS),
    ...(runs.length > 0 && { started: Math.min(...runs.map(({ started }) => started)) }),
    ...(runs.length > 0 && running === 0 && { stopped: Math.max(...stops) }),
  };
}

/** A foreach may be several Maps of which one runs: a choice between strategies. An outer one stands before those inside it. */
function byForeach(all: readonly ForeachStatus[]): readonly ForeachStatus[] {
  const found: ForeachStatus[] = [];
  for (const one of all) {
    const at = found.findIndex(({ foreach }) => foreach === one.foreach);
    const before = found[at];
    if (before) {
      found[at] = joined(before, one);
      continue;
    }
    const inside = found.findIndex(({ foreach }) => foreach.startsWith(`${one.foreach}/`));
    found.splice(inside === -1 ? found.length : inside, 0, one);
  }
  return found;
}

function joined(a: ForeachStatus, b: ForeachStatus): ForeachStatus {
  const begun = [a, b].filter(({ mapRuns }) => mapRuns > 0);
  const stops = begun.flatMap(({ stopped }) => (stopped === undefined ? [] : [stopped]));
  return {
    foreach: a.foreach,
    mapRuns: a.mapRuns + b.mapRuns,
    running: a.running + b.running,
    counts: sumOf(a.counts, b.counts),
    ...(begun.length > 0 && { started: Math.min(...begun.map(({ started = Infinity }) => started)) }),
    ...(stops.length > 0 && stops.length === begun.length && { stopped: Math.max(...stops) }),
    unseen: Math.max(a.unseen, b.unseen),
  };
}
