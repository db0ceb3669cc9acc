/**
 * How fast AWS Step Functions and AWS Batch go at most: what a lower bound of time rests on.
 * Source: AWS Step Functions developer guide, "Service quotas", and AWS Batch user guide, "Service quotas"; read October 2026.
 */
export const RATES = {
  /** Child executions of one Map Run that start in a second. */
  childStarts: { STANDARD: 100, EXPRESS: 1_000 },
  /** Map Runs that an account starts in a second; the same number may start at once. */
  mapRunStarts: 25,
  /** Map Runs of an account that are open at once. Others wait. */
  openMapRuns: 1_000,
  /** AWS Batch: SubmitJob calls of an account in a second. */
  batchSubmits: 50,
} as const;

/** State transitions of STANDARD executions that an account may make in a second, and as many at once. */
export function transitionsPerSecond(region: string): number {
  return LARGE_REGIONS.has(region) ? 5_000 : 800;
}

const LARGE_REGIONS: ReadonlySet<string> = new Set(['us-east-1', 'us-west-2', 'eu-west-1']);
