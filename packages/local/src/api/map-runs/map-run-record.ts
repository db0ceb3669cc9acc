import type { MapRun, MapRunCounts } from '@flowmap/engine';

/** A Map Run as it is kept. Times are milliseconds since the epoch. */
export interface MapRunRecord {
  readonly arn: string;
  /** The execution whose Map state it is of. */
  readonly execution: string;
  /** ARN of the children's state machine. */
  readonly machine: string;
  /** The execution in whose history its events are. */
  readonly root: string;
  readonly status: MapRun['status'];
  readonly started: number;
  readonly stopped?: number;
  readonly maxConcurrency: number;
  readonly toleratedFailureCount: number;
  readonly toleratedFailurePercentage: number;
  readonly itemCounts: MapRunCounts;
  readonly executionCounts: MapRunCounts;
  readonly redriveCount: number;
  readonly redriven?: number;
}

/** A Map Run as it is at this moment. `before` is what was kept of it. */
export function snapshot(run: MapRun, root: string, before: MapRunRecord | undefined, now: number): MapRunRecord {
  const redriven = run.redriveCount > (before?.redriveCount ?? 0) ? now : before?.redriven;
  return {
    arn: run.mapRunArn,
    execution: run.executionArn,
    machine: run.stateMachineArn,
    root,
    status: run.status,
    started: before?.started ?? run.startDate,
    ...(run.stopDate !== undefined && { stopped: run.stopDate }),
    maxConcurrency: run.maxConcurrency,
    toleratedFailureCount: run.toleratedFailureCount ?? 0,
    toleratedFailurePercentage: run.toleratedFailurePercentage ?? 0,
    itemCounts: run.itemCounts,
    executionCounts: run.executionCounts,
    redriveCount: run.redriveCount,
    ...(redriven !== undefined && { redriven }),
  };
}
