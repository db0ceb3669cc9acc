import type { Answer, ChooseNode, ForeachNode, Invocation, Reference } from '@flowmap/graph';
import { invariant, isSource } from '@flowmap/graph';
import { describeError } from '../errors/describe-error.js';
import type { TaskPorts } from '../ports.js';
import { isResults } from '../read/collection.js';
import { noteFailure } from '../read/failure-note.js';
import { resolve } from '../read/resolve.js';
import type { RunScope } from '../run-scope.js';
import { commitOnce, runOnce, type SingleTask } from './run-once.js';

/**
 * The small task of a foreach or choose whose list or key no step publishes: it reads what the node goes by, keeps a list where
 * the tasks of its items read it part by part, and publishes the fact.
 */
export async function runPublisher(
  scope: RunScope,
  node: ForeachNode | ChooseNode,
  invocation: Invocation,
  ports: TaskPorts,
): Promise<Answer> {
  try {
    return await runOnce(scope, publisherTask(scope, node, invocation.i, invocation.try), ports);
  } catch (thrown) {
    const address = scope.address(node.id, invocation.i);
    await noteFailure(scope, { node: node.id, index: invocation.i, address }, describeError(thrown));
    throw thrown;
  }
}

/** Keeps the list of such a foreach, for whoever takes its items before the state machine comes to it. Nothing is published. */
export async function keepList(scope: RunScope, foreach: ForeachNode, index: string, ports: TaskPorts): Promise<void> {
  await commitOnce(scope, publisherTask(scope, foreach, index, 0), ports);
}

function publisherTask(scope: RunScope, node: ForeachNode | ChooseNode, index: string, attempts: number): SingleTask {
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
