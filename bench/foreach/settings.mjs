// What is measured, and what it is to reach.

export const ITEMS = [1000, 10_000, 100_000, 1_000_000];

/** Items of a batch. */
export const BATCH = 1000;

/** Tasks at once, as in a pool of so many workers: each batch under way is in memory. */
export const WORKERS = 8;

/** Heap of every process, in MiB. V8 lets a heap grow as long as it may, so all get the same. */
export const HEAP = 96;

export const AIMS = {
  /** Peak memory at a million items to that at a hundred thousand. */
  memory: 1.1,
  /** Time of an item at a million to that at ten thousand. */
  time: 1.25,
  /** Writes to the metadata store for one foreach. */
  writes: 10,
  /** Objects that the join reads for a batch. */
  gets: 1,
  /** Batches that the join has read and not used. */
  ahead: 3,
};
