import type { NodeId } from '@flowmap/graph';

/** How one run of a body gets on with EXPRESS executions, which take no more than `LIMITS.expressSeconds`. */
export interface ExpressFit {
  /** Why it cannot run in one: `perChunk/fit waits for a job (batch:submitJob.sync)`. Undefined: it can. */
  readonly refused: string | undefined;
  /**
   * How long it may take by its timeouts, in seconds: the longest way through, with the retries of steps and the waits before them.
   * What has no timeout counts as nothing, and an inner foreach as one of its items.
   */
  readonly seconds: number;
  /** Its steps without a timeout, those of inner foreachs included. */
  readonly unlimited: readonly NodeId[];
}
