import type { MapRun, MapRunChange } from '@flowmap/engine';
import type { Records } from '../persistence/records.js';
import { snapshot, type MapRunRecord } from './map-run-record.js';

/** The Map Runs of all executions. */
export interface MapRuns {
  /** As it is at this moment. */
  get(arn: string): MapRunRecord | undefined;
  values(): Iterable<MapRunRecord>;
  /** Newest first. */
  ofExecution(arn: string): MapRunRecord[];
  /** Changes one that is running. */
  update(arn: string, change: MapRunChange): void;
  /** Takes note of a Map Run that begins, goes on or has ended, in the execution whose history has its events. */
  note(run: MapRun, root: string): void;
}

/** Keeps Map Runs. What cannot be written is reported. */
export function mapRunsOf(
  records: Records<MapRunRecord>,
  now: () => number,
  report: (error: unknown) => void,
): MapRuns {
  const live = new Map<string, MapRun>();
  const current = (kept: MapRunRecord): MapRunRecord => {
    const run = live.get(kept.arn);
    return run === undefined ? kept : snapshot(run, kept.root, kept, now());
  };
  return {
    get(arn) {
      const kept = records.get(arn);
      return kept && current(kept);
    },
    values: () => records.values(),
    ofExecution: (arn) =>
      [...records.values()]
        .filter(({ execution }) => execution === arn)
        .map(current)
        .sort((a, b) => b.started - a.started || (a.arn < b.arn ? -1 : 1)),
    update: (arn, change) => live.get(arn)?.update(change),
    note(run, root) {
      const { mapRunArn: arn, status } = run;
      if (status === 'RUNNING') live.set(arn, run);
      else live.delete(arn);
      records.set(arn, snapshot(run, root, records.get(arn), now())).catch(report);
    },
  };
}
