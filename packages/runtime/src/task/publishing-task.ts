import type { Answer, ChooseNode, ForeachNode, Invocation } from '@flowmap/graph';
import { describeError } from '../errors/describe-error.js';
import type { TaskPorts } from '../ports.js';
import { noteFailure } from '../read/failure-note.js';
import type { RunScope } from '../run-scope.js';
import { publisherTask } from './keep-list.js';
import { runOnce } from './run-once.js';

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
