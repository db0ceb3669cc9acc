/**
 * How many items of a range a worker runs at once, at the most; `concurrency` of the foreach lowers it. A constant of the
 * contract between strategies, which divide a foreach's concurrency by it, and the runtime, which keeps it.
 */
export const RANGE_CONCURRENCY = 16;
