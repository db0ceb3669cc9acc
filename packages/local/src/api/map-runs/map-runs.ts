import type { HistoryEvent } from '@flowmap/engine';
import type { Records } from '../persistence/records.js';
import type { MapRunRecord } from './map-run-record.js';
import { watchMapRuns, type MapRunWatch } from './map-run-watch.js';

/** What may be changed of a Map Run while it runs. */
export interface MapRunLimits {
  readonly maxConcurrency?: number;
  readonly toleratedFailureCount?: number;
  readonly toleratedFailurePercentage?: number;
}

/** The Map Runs of all executions. */
export interface MapRuns {
  /** As it is at this moment. */
  get(arn: string): MapRunRecord | undefined;
  values(): Iterable<MapRunRecord>;
  /** Newest first. */
  ofExecution(arn: string): MapRunRecord[];
  /** Changes one that is running. */
  update(arn: string, limits: MapRunLimits): void;
  /** Watches an execution from here on. `past` is what was recorded of it before. */
  watch(root: string, past: AsyncIterable<HistoryEvent>): Promise<MapRunWatch>;
  /** Stops watching an execution that has ended. */
  leave(root: string): void;
}

/** Keeps Map Runs. What cannot be written is reported. */
export function mapRunsOf(records: Records<MapRunRecord>, report: (error: unknown) => void): MapRuns {
  const watches = new Map<string, MapRunWatch>();
  const get = (arn: string): MapRunRecord | undefined => {
    const kept = records.get(arn);
    return kept && (watches.get(kept.root)?.current(arn) ?? kept);
  };
  return {
    get,
    values: () => records.values(),
    ofExecution: (arn) =>
      [...records.values()]
        .filter(({ execution }) => execution === arn)
        .map((run) => get(run.arn) ?? run)
        .sort((a, b) => b.started - a.started || (a.arn < b.arn ? -1 : 1)),
    update: () => undefined,
    async watch(root, past) {
      const watch = watchMapRuns(root, (record) => void records.set(record.arn, record).catch(report));
      for await (const event of past) watch.see(event);
      watches.set(root, watch);
      return watch;
    },
    leave: (root) => void watches.delete(root),
  };
}
