import type { Expression } from '@flowmap/asl/language';

/**
 * Children of one Map Run at the most: their numbers as evaluated Items take 228,891 bytes and their answers at most
 * 280,000 characters at 10^8 items, of the 262,144 bytes that state data may have.
 */
export const MAX_CHILDREN = 40_000;

/** The number of a child's batch. */
const BATCH = '$states.context.Map.Item.Value';

/** Expressions over `$n`, the number of items, and `$b`, the size of a batch. */
export interface Batches {
  /** Binds `$n` and `$b`. */
  readonly bind: string;
  /** First item of the batch. */
  readonly from: Expression;
  /** Behind its last item. */
  readonly to: Expression;
  /** The numbers of all batches. */
  readonly numbers: Expression;
}

/** Batch k is items [kb, min(n, (k+1)b)), with b large enough that there are never more than 40,000. */
export function batches(count: Expression, batch: number): Batches {
  const bind = `$n := ${count}; $b := $max([${batch}, $ceil($n / ${MAX_CHILDREN})])`;
  return {
    bind,
    from: `( ${bind}; ${BATCH} * $b )`,
    to: `( ${bind}; $min([$n, (${BATCH} + 1) * $b]) )`,
    numbers: `[0..$ceil($n / $b) - 1]`,
  };
}

/** Items of a batch: at least as many as asked for, and so many that there are never more than 40,000 batches. */
export function batchOf(items: number, batch: number): number {
  return Math.max(batch, Math.ceil(items / MAX_CHILDREN));
}
