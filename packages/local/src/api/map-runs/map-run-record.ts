/** How many children, or items, of a Map Run are where. */
export interface MapRunCounts {
  readonly pending: number;
  readonly running: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly timedOut: number;
  readonly aborted: number;
  readonly total: number;
  readonly resultsWritten: number;
}

/** A Map Run as it is kept. Times are milliseconds since the epoch. */
export interface MapRunRecord {
  readonly arn: string;
  /** The execution whose Map state it is of. */
  readonly execution: string;
  /** The execution in whose history its events are. */
  readonly root: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';
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
