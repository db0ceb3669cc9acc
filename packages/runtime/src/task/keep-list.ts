import type { ChooseNode, ForeachNode, Reference } from '@flowmap/graph';
import { invariant, isSource } from '@flowmap/graph';
import type { TaskPorts } from '../ports.js';
import { isResults } from '../read/collection.js';
import { resolve } from '../read/resolve.js';
import type { RunScope } from '../run-scope.js';
import { commitOnce, type SingleTask } from './commit-once.js';

/** Keeps the list of a foreach that no step publishes, for whoever takes its items before the state machine comes to it. Nothing is published. */
export async function keepList(scope: RunScope, foreach: ForeachNode, index: string, ports: TaskPorts): Promise<void> {
  await commitOnce(scope, publisherTask(scope, foreach, index, 0), ports);
}

/** What such a task does. */
export function publisherTask(
  scope: RunScope,
  node: ForeachNode | ChooseNode,
  index: string,
  attempts: number,
): SingleTask {
  const publications = scope.publications.by.get(node.id) ?? [];
  const work = async (): Promise<{ value: unknown; kept?: unknown }> => {
    const value = await resolve(scope, goesBy(node), index);
    // The results of another foreach are read where they are: only their number is new.
    return isResults(value) ? { value, kept: undefined } : { value };
  };
  return { node: node.id, index, try: attempts, publications, work };
}

function goesBy(node: ForeachNode | ChooseNode): Reference {
  if (node.kind === 'choose') return node.by;
  invariant(!isSource(node.items), `the items of ${node.id} are read by the service, so no task keeps them`);
  return node.items;
}
