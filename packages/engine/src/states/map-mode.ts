import type { Json } from '@flowmap/asl/language';
import { contextObject, type MapItem } from '../context.js';
import type { Thread } from '../execution.js';
import type { Scope } from '../expression/scope.js';
import type { Template } from '../expression/template.js';
import { inputOf, type Item } from '../readers/item.js';
import { evaluate, type Visit } from '../visit.js';
import type { MapItems } from './map-items.js';
import type { Tolerance } from './map-tolerance.js';

/** What a map runs over. */
export interface Iteration {
  readonly items: MapItems;
  readonly selector: Template | undefined;
  /** 0 where the definition sets no limit. */
  readonly maxConcurrency: number;
}

/** How a map runs its iterations, after MapStateStarted and up to its result. */
export interface MapMode {
  run(visit: Visit, iteration: Iteration, tolerance: Tolerance): Promise<Json>;
}

/** The input that an item gives. `thread` takes the event when the ItemSelector fails. */
export function itemInput(
  visit: Visit,
  { selector }: Iteration,
  item: Item,
  index: number,
  thread: Thread,
): Json | Promise<Json> {
  if (selector === undefined) return inputOf(item);
  const { key, value, source } = item;
  const named = { Index: index, Value: value, ...(key === undefined ? {} : { Key: key }), Source: source };
  return evaluate(visit, selector, itemScope(visit, named), thread);
}

function itemScope(visit: Visit, item: MapItem): Scope {
  return {
    root: visit.effective,
    input: visit.input,
    result: undefined,
    errorOutput: undefined,
    variables: visit.variables,
    ports: visit.ports,
    context: () => contextObject(visit, item),
  };
}
