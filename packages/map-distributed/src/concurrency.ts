import type { MapState } from '@flowmap/asl/language';
import { atMost, LIMITS, numberField } from '@flowmap/asl/language';
import type { MapContext } from '@flowmap/asl';
import { RANGE_CONCURRENCY } from '@flowmap/graph';

/** `concurrency` counts items, and a child runs several at once. `bind` binds `$b`, the size of a batch. */
export function concurrency(context: MapContext, bind: string, ranged: boolean): Pick<MapState, 'MaxConcurrency'> {
  const items = context.concurrency();
  if (items === undefined) return {};
  if (!ranged) return { MaxConcurrency: numberField(items) };
  const inChild = atMost(items, context.single ? RANGE_CONCURRENCY : LIMITS.inlineConcurrency);
  return { MaxConcurrency: `{% ( ${bind}; $max([1, $floor(${items} / $min([${inChild}, $b]))]) ) %}` };
}
