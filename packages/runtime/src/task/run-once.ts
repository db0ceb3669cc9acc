import type { Answer } from '@flowmap/graph';
import type { TaskPorts } from '../ports.js';
import type { RunScope } from '../run-scope.js';
import { commitOnce, type SingleTask } from './commit-once.js';
import { answerWith } from './publish.js';

/**
 * Runs a task and commits its record, unless another attempt has done so: then that one's facts are the answer, and what this one
 * made is left alone. So two attempts at once, or one that ends long after it was given up, leave one result.
 */
export async function runOnce(scope: RunScope, task: SingleTask, ports: TaskPorts): Promise<Answer> {
  const started = ports.clock.now();
  const { facts } = await commitOnce(scope, task, ports);
  const timeout = task.timeout === undefined ? undefined : task.timeout - (ports.clock.now() - started) / 1000;
  // The attempt that committed may have died before it published.
  return answerWith(scope, { ...task, timeout }, facts, ports);
}
