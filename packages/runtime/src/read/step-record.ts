import type { StepNode } from '@flowmap/graph';
import type { TaskRecord } from '@flowmap/store';
import type { RunScope } from '../run-scope.js';

/** Records that are remembered of a scope: a step has few inputs. */
const REMEMBERED = 32;

const found = new WeakMap<RunScope, Map<string, TaskRecord>>();

/**
 * The record that stands for a step's output: that of its catch handler where there is one, since a handler ran only after
 * the step had failed for good, and an attempt of the step that ended later is a zombie.
 */
export async function stepRecord(scope: RunScope, step: StepNode, index: string): Promise<TaskRecord | undefined> {
  if (!step.catch) return scope.record(step.id, index);
  const [handled, own] = await Promise.all([scope.record(step.catch.id, index), scope.record(step.id, index)]);
  const record = handled ?? own;
  if (record) remember(scope, scope.address(step.id, index), record);
  return record;
}

/** As {@link stepRecord}, and the same as it gave a moment ago: where there is no handler's record, it is not looked for once more. */
export async function sameStepRecord(scope: RunScope, step: StepNode, index: string): Promise<TaskRecord | undefined> {
  return found.get(scope)?.get(scope.address(step.id, index)) ?? stepRecord(scope, step, index);
}

function remember(scope: RunScope, address: string, record: TaskRecord): void {
  const records = found.get(scope) ?? new Map<string, TaskRecord>();
  found.set(scope, records);
  records.set(address, record);
  const oldest = records.keys().next();
  if (records.size > REMEMBERED && !oldest.done) records.delete(oldest.value);
}
