import type { MapRunItemCounts } from '@aws-sdk/client-sfn';

/**
 * How many items of Map Runs are in which state, in DescribeMapRun's words. An item is what one child works on: a batch where the foreach
 * runs in batches, otherwise one item of the foreach.
 */
export interface MapRunCounts {
  readonly total: number;
  readonly pending: number;
  readonly running: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly timedOut: number;
  readonly aborted: number;
}

/** None of anything. */
export const NO_COUNTS: MapRunCounts = {
  total: 0,
  pending: 0,
  running: 0,
  succeeded: 0,
  failed: 0,
  timedOut: 0,
  aborted: 0,
};

/** The counts of one Map Run. */
export function countsOf(counts: MapRunItemCounts | undefined): MapRunCounts {
  const { total = 0, pending = 0, running = 0, succeeded = 0, failed = 0, timedOut = 0, aborted = 0 } = counts ?? {};
  return { total, pending, running, succeeded, failed, timedOut, aborted };
}

/** Two counts as one. */
export function sumOf(a: MapRunCounts, b: MapRunCounts): MapRunCounts {
  return {
    total: a.total + b.total,
    pending: a.pending + b.pending,
    running: a.running + b.running,
    succeeded: a.succeeded + b.succeeded,
    failed: a.failed + b.failed,
    timedOut: a.timedOut + b.timedOut,
    aborted: a.aborted + b.aborted,
  };
}
