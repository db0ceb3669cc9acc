import type { Json } from '@flowmap/asl/language';
import type { Thread } from '../execution.js';
import type { MapItem } from '../context.js';
import { contextObject } from '../context.js';
import type { Scope } from '../expression/scope.js';
import type { Template } from '../expression/template.js';
import { evaluate, type Visit } from '../visit.js';

/** What a map runs over. */
export interface Iteration {
  readonly items: readonly Json[];
  readonly selector: Template | undefined;
  /** 0 where the definition sets no limit. */
  readonly maxConcurrency: number;
}

/** How many items may fail. Passing either limit is too many; without any limit, one failure is. */
export interface Tolerance {
  readonly count: number | undefined;
  /** 0 to 100, of all items. */
  readonly percentage: number | undefined;
}

/** How a map runs its iterations, after MapStateStarted and up to its result. */
export interface MapMode {
  run(visit: Visit, iteration: Iteration, tolerance: Tolerance): Promise<readonly Json[]>;
}

/** The input of one iteration. `thread` takes the event when the ItemSelector fails. */
export async function itemInput(visit: Visit, iteration: Iteration, index: number, thread: Thread): Promise<Json> {
  const value = iteration.items[index] as Json;
  const { selector } = iteration;
  if (selector === undefined) return value;
  return await evaluate(visit, selector, itemScope(visit, { Index: index, Value: value }), thread);
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
