import type { FlowGraph, Invocation } from '@flowmap/graph';
import { openRun, type RunStores } from '../run-scope.js';
import { placeTask } from './place-task.js';

/**
 * A task as people know it, with the numbers of its items in their lists; the state machine of a run that resumes another one counts what it
 * starts. As it was where that cannot be found.
 */
export async function placeOf(graph: FlowGraph, task: Invocation, stores: RunStores): Promise<Invocation> {
  const scope = openRun(graph, task.run, stores);
  const located = scope.index.nodes.get(scope.index.handlers.get(task.step)?.id ?? task.step);
  if (!located) return task;
  try {
    return (await placeTask(scope, located, task)).task;
  } catch {
    // It names a task that failed: what went wrong there matters more.
    return task;
  }
}
