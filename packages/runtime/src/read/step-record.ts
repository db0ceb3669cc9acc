import type { StepNode } from '@flowmap/graph';
import type { TaskRecord } from '@flowmap/store';
import type { RunScope } from '../run-scope.js';

/**
 * The record that stands for a step's output: that of its catch handler where there is one, since a handler ran only after
 * the step had failed for good, and an attempt of the step that ended later is a zombie.
 */
export async function stepRecord(scope: RunScope, step: StepNode, index: string): Promise<TaskRecord | undefined> {
  if (!step.catch) return scope.record(step.id, index);
  const [handled, own] = await Promise.all([scope.record(step.catch.id, index), scope.record(step.id, index)]);
  return handled ?? own;
}
