import type { NodeId } from './reference.js';

/**
 * Where a task and all that it leaves can be found: `<deployment>/<run>/<step path>/<index path>`. It is known before the
 * task runs and is the same on every attempt.
 */
export interface TaskPlace {
  /** The name under which the flow is deployed. */
  readonly deployment: string;
  /** The root run id. */
  readonly run: string;
  readonly node: NodeId;
  /** The index path: empty at the root, `3`, `3.12` inside a nested foreach. */
  readonly index: string;
}

/** The address of a task: `flight-delays/01JD/perShard/perDay/fit/3.12`; without an index path, it ends with the step. */
export function taskAddress({ deployment, run, node, index }: TaskPlace): string {
  return index === '' ? `${deployment}/${run}/${node}` : `${deployment}/${run}/${node}/${index}`;
}

/** The address of a batch: that of its range, `.../summarise/100-199`, or `.../fit/3.100-199` inside item 3. Ends are included. */
export function batchAddress(place: TaskPlace, from: number, to: number): string {
  return taskAddress({ ...place, index: itemIndex(place.index, `${from}-${to - 1}`) });
}

/** The index path of an item inside `outer`. */
export function itemIndex(outer: string, item: number | string): string {
  return outer === '' ? String(item) : `${outer}.${item}`;
}

/** The index path cut to the first `depth` positions: the address of what an inner task sees of an outer scope. */
export function indexAtDepth(index: string, depth: number): string {
  return depth === 0 ? '' : index.split('.').slice(0, depth).join('.');
}
