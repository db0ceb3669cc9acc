import { LIMITS, type Json, type MapState } from '@flowmap/asl/language';
import type { DataFlow, Expected, Part } from '../data/data-flow.js';
import { evaluate, type Visit } from '../visit.js';

/** How items are put together into the input of a child. */
export interface Batching {
  readonly mostItems: number;
  /** Bytes of the child's input. */
  readonly mostBytes: number;
  /** What each child gets besides its items. */
  readonly batchInput: Json | undefined;
}

/** Prepares an ItemBatcher; undefined for a map without one. */
export function itemBatcher(flow: DataFlow, state: MapState): ((visit: Visit) => Promise<Batching>) | undefined {
  if (state.ItemBatcher === undefined) return undefined;
  const part: Part = { place: 'ItemBatcher', fields: state.ItemBatcher as Part['fields'] };
  const items = flow.value('MaxItemsPerBatch', part);
  const bytes = flow.value('MaxInputBytesPerBatch', part);
  const input = flow.template('ItemBatcher/BatchInput', part.fields['BatchInput']);
  return async (visit) => {
    // Without a limit of its own, a batch has as many items as an input can hold.
    const largest = visit.thread.execution.environment.quotas ? LIMITS.payloadBytes : Infinity;
    return {
      mostItems: items === undefined ? Infinity : await flow.valueOf(visit, items, positive('MaxItemsPerBatch')),
      mostBytes:
        bytes === undefined ? largest : await flow.valueOf(visit, bytes, positive('MaxInputBytesPerBatch', largest)),
      batchInput: input === undefined ? undefined : await evaluate(visit, input),
    };
  };
}

/** Source: AWS Step Functions developer guide, "ItemBatcher"; the sentences are not recorded. */
function positive(field: string, most = Infinity): Expected<number> {
  return {
    type: 'number',
    isWhole: true,
    fault(value) {
      if (!Number.isInteger(value) || value <= 0) return `${field} must be a positive integer but was: ${value}`;
      return value > most ? `${field} must be at most ${most} but was: ${value}` : undefined;
    },
  };
}
