import type { Expression } from '@flowmap/asl/language';
import { LIMITS } from '@flowmap/asl/language';

/** Events of the execution that are left to everything but the chunks. */
const RESERVED_EVENTS = 1_000;

/**
 * Events of a chunk at most: the iteration's start and end; the state of the job entered, scheduled, started, submitted, ended, exited;
 * the state that counts what failed entered and exited.
 */
const CHUNK_EVENTS = 10;

/** As many chunks as one execution has the events for: 2,400. */
export const MAX_CHUNKS: number = Math.floor((LIMITS.historyEvents - RESERVED_EVENTS) / CHUNK_EVENTS);

/** The number of a chunk. */
const CHUNK = '$states.context.Map.Item.Value';

/** Expressions over `$n`, the number of items, `$m`, the number of chunks, and `$s`, the items of each but the last. */
export interface Chunks {
  /** Binds `$n`, `$m` and `$s`. */
  readonly bind: string;
  /** First item of the chunk. */
  readonly from: Expression;
  /** Behind its last item. */
  readonly to: Expression;
  /** The numbers of all chunks. */
  readonly numbers: Expression;
}

/**
 * Items in as few chunks of at most `most` as there can be, all of one size but for the last. They are made equal, so that no
 * chunk is left with a single item: a job of one is no array.
 */
export function chunks(count: Expression, most: number): Chunks {
  const bind = `$n := ${count}; $m := $ceil($n / ${most}); $s := $m = 0 ? 0 : $ceil($n / $m)`;
  return {
    bind,
    from: `( ${bind}; ${CHUNK} * $s )`,
    to: `( ${bind}; $min([$n, (${CHUNK} + 1) * $s]) )`,
    numbers: '[0..$m - 1]',
  };
}

/** The chunks that {@link chunks} makes of so many items: how many there are of each size. */
export function chunkSizes(items: number, most: number): readonly { readonly count: number; readonly items: number }[] {
  if (items === 0) return [];
  const count = Math.ceil(items / most);
  const size = Math.ceil(items / count);
  return [
    { count: count - 1, items: size },
    { count: 1, items: items - (count - 1) * size },
  ];
}
