import type { Children, Load, Usage } from '@flowmap/asl';
import { batchOf } from './batches.js';
import type { Settings } from './options.js';

/** What a distributed map takes: full batches, and a shorter last one where the items do not fill it. */
export function estimate(load: Load, { batch, children }: Settings): Usage {
  const size = batchOf(load.items, batch);
  const rest = load.items % size;
  const groups: readonly Children[] = [
    { count: Math.floor(load.items / size), each: ofBatch(load, batch, size), items: size },
    { count: rest > 0 ? 1 : 0, each: ofBatch(load, batch, rest), items: rest },
  ];
  return load.distributedMap(
    groups.filter(({ count }) => count > 0),
    { express: children !== 'STANDARD' },
  );
}

/** One step: the worker runs the range. Several steps: an inner inline Map, or without a batch one item in each child. */
function ofBatch(load: Load, batch: number, items: number): Usage {
  if (load.single) return load.range(items);
  return batch === 1 ? load.item() : load.inlineMap(items, load.item());
}
