import type { Children, Load, Usage } from '@flowmap/asl';
import type { ForeachNode } from '@flowmap/graph';
import { batchOf } from './batches.js';
import type { Settings } from './options.js';

/** What a distributed map takes: full batches, a shorter last one where the items do not fill it, and what goes on behind them. */
export function estimate(foreach: ForeachNode, load: Load, { batch, children, results }: Settings): Usage {
  const size = batchOf(load.items, batch);
  const rest = load.items % size;
  const groups: readonly Children[] = [
    { count: Math.floor(load.items / size), each: ofBatch(load, batch, size), items: size },
    { count: rest > 0 ? 1 : 0, each: ofBatch(load, batch, rest), items: rest },
  ].filter(({ count }) => count > 0);
  const written = results !== 'none';
  const own = load.distributedMap(groups, { express: children !== 'STANDARD', written });
  if (!written) return own;
  return load.inTurn(
    own,
    ...(foreach.tolerate ? [load.settle(groups.length > 0 ? 1 : 0)] : []),
    ...(results === 'manifest' ? [load.call('aws-sdk:s3:getObject')] : []),
    ...(load.items > 0 ? [ofFirst(load)] : ofNothing(load, results)),
  );
}

/** One step: the worker runs the range. Several steps: an inner inline Map, or without a batch one item in each child. */
export function ofBatch(load: Load, batch: number, items: number): Usage {
  if (load.single) return load.range(items);
  return batch === 1 ? load.item() : load.inlineMap(items, load.item());
}

/** One child that is a Pass. */
function ofFirst(load: Load): Usage {
  return load.distributedMap([{ count: 1, each: load.pass(), items: 1 }], { read: true });
}

/** No file: its Map Run fails, or of a manifest that names none does not even begin. Either is caught, and leads to a Pass. */
function ofNothing(load: Load, results: Settings['results']): readonly Usage[] {
  // Entered, evaluation failed, state failed, exited.
  const unread = results === 'manifest' ? { ...load.pass(), events: 4 } : load.distributedMap([], { read: true });
  return [unread, load.pass()];
}
