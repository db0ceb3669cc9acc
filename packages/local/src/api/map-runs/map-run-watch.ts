import type { Json } from '@flowmap/asl/language';
import type { HistoryEvent } from '@flowmap/engine';
import type { MapRunCounts, MapRunRecord } from './map-run-record.js';

type Ending = 'succeeded' | 'failed' | 'timedOut' | 'aborted';

const ENDINGS: Readonly<Record<string, Ending>> = {
  ExecutionSucceeded: 'succeeded',
  ExecutionFailed: 'failed',
  ExecutionTimedOut: 'timedOut',
  ExecutionAborted: 'aborted',
};

const RUN_ENDINGS: Readonly<Record<string, MapRunRecord['status']>> = {
  MapRunSucceeded: 'SUCCEEDED',
  MapRunFailed: 'FAILED',
  MapRunAborted: 'ABORTED',
};

/** Counts of a Map Run while it goes on. */
interface Counting {
  record: MapRunRecord;
  /** Items in the list; 0 where a reader brings them and nobody knows how many there are. */
  readonly length: number;
  running: number;
  readonly ended: Record<Ending, number>;
  /** Children that a redrive may run again. */
  readonly unlucky: Map<string, Ending>;
}

/** Learns from the events of one execution and its children what its Map Runs are doing. */
export interface MapRunWatch {
  see(event: HistoryEvent): void;
  /** A Map Run as it is at this moment; undefined for one that is not of this execution. */
  current(arn: string): MapRunRecord | undefined;
}

/** Watches the events of an execution. `changed` is told of each Map Run that begins or ends. */
export function watchMapRuns(root: string, changed: (record: MapRunRecord) => void): MapRunWatch {
  const runs = new Map<string, Counting>();
  /** Of each line of states: the length of the list of its Map, then the Map Run that is open. */
  const lengths = new Map<string, number>();
  const open = new Map<string, string>();

  const child = (counting: Counting, { type, execution }: HistoryEvent): void => {
    const ending = ENDINGS[type];
    if (type === 'ExecutionStarted') counting.running += 1;
    else if (type === 'ExecutionRedriven') {
      const before = counting.unlucky.get(execution);
      if (before !== undefined) counting.ended[before] -= 1;
      counting.unlucky.delete(execution);
      counting.running += 1;
    } else if (ending !== undefined) {
      counting.running -= 1;
      counting.ended[ending] += 1;
      if (ending !== 'succeeded') counting.unlucky.set(execution, ending);
    }
  };

  const end = (counting: Counting, status: MapRunRecord['status'], at: number): void => {
    counting.record = { ...current(counting), status, stopped: at };
    changed(counting.record);
  };

  return {
    see(event) {
      const { type, timestamp, execution, mapRun, line = '' } = event;
      const details = (event.details ?? {}) as Readonly<Record<string, Json>>;
      const place = `${execution} ${line}`;
      const parent = mapRun === undefined ? undefined : runs.get(mapRun);
      if (parent !== undefined) child(parent, event);
      const status = RUN_ENDINGS[type];
      if (type === 'MapStateStarted') lengths.set(place, Number(details['length'] ?? 0));
      else if (type === 'MapRunStarted') {
        const arn = details['mapRunArn'] as string;
        const begun = beginning(arn, execution, root, timestamp, lengths.get(place) ?? 0);
        runs.set(arn, begun);
        open.set(place, arn);
        changed(begun.record);
      } else if (type === 'MapRunRedriven') {
        const counting = runs.get((details['mapRunArn'] as string | undefined) ?? open.get(place) ?? '');
        if (counting === undefined) return;
        const { stopped: _, ...rest } = counting.record;
        counting.record = { ...rest, status: 'RUNNING', redriveCount: rest.redriveCount + 1, redriven: timestamp };
        open.set(place, counting.record.arn);
        changed(counting.record);
      } else if (status !== undefined) {
        const counting = runs.get(open.get(place) ?? '');
        open.delete(place);
        if (counting !== undefined) end(counting, status, timestamp);
      } else if (ENDINGS[type] !== undefined) {
        // Whatever an execution leaves open when it ends was aborted with it.
        for (const counting of runs.values()) {
          if (counting.record.execution !== execution || counting.record.status !== 'RUNNING') continue;
          end(counting, type === 'ExecutionFailed' ? 'FAILED' : 'ABORTED', timestamp);
        }
      }
    },
    current(arn) {
      const counting = runs.get(arn);
      return counting && current(counting);
    },
  };
}

function beginning(arn: string, execution: string, root: string, at: number, length: number): Counting {
  return {
    record: {
      arn,
      execution,
      root,
      status: 'RUNNING',
      started: at,
      maxConcurrency: 0,
      toleratedFailureCount: 0,
      toleratedFailurePercentage: 0,
      itemCounts: NOTHING,
      executionCounts: NOTHING,
      redriveCount: 0,
    },
    length,
    running: 0,
    ended: { succeeded: 0, failed: 0, timedOut: 0, aborted: 0 },
    unlucky: new Map(),
  };
}

function current({ record, running, ended, length }: Counting): MapRunRecord {
  const begun = running + ended.succeeded + ended.failed + ended.timedOut + ended.aborted;
  const total = Math.max(length, begun);
  const counts: MapRunCounts = { pending: total - begun, running, ...ended, total, resultsWritten: ended.succeeded };
  return { ...record, executionCounts: counts, itemCounts: counts };
}

const NOTHING: MapRunCounts = {
  pending: 0,
  running: 0,
  succeeded: 0,
  failed: 0,
  timedOut: 0,
  aborted: 0,
  total: 0,
  resultsWritten: 0,
};
