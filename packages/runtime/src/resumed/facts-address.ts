import { batchAddress, itemIndex, RESUMED, taskAddress, type NodeId } from '@flowmap/graph';
import type { ItemRange } from '../read/batches.js';
import type { RunScope } from '../run-scope.js';

/** Where the state machine looks for the facts of a task: it knows its items by their numbers among what it starts. */
export function factsAddress(scope: RunScope, node: NodeId, index: string): string {
  const { deployment, run, machine } = scope;
  return index === '' || !machine
    ? scope.address(node, index)
    : taskAddress({ deployment, run, node, index: machine.path });
}

/** The same for a range. */
export function rangeFactsAddress(
  { deployment, run, machine }: RunScope,
  node: NodeId,
  range: { readonly index: string } & ItemRange,
): string {
  if (machine?.from === undefined || machine.to === undefined) {
    return batchAddress({ deployment, run, node, index: range.index }, range.from, range.to);
  }
  const index = machine.path === RESUMED ? '' : machine.path;
  return batchAddress({ deployment, run, node, index }, machine.from, machine.to);
}

/**
 * The place of items of a source as the state machine names it, which stores them. A source is started whole, so the numbers of its
 * own items are the same.
 */
export function givenPlace({ machine }: RunScope, place: string): string {
  if (!machine) return place;
  const parts = place.split('.');
  const last = parts.at(-1) ?? '';
  const path = machine.path.split('.');
  if (!last.includes('-')) return path.slice(0, parts.length).join('.');
  return parts.length === 1 ? last : itemIndex(path.slice(0, parts.length - 1).join('.'), last);
}
