import type { StepNode } from '@flowmap/graph';
import { indexAtDepth, locate } from '@flowmap/graph';
import type { TaskRecord } from '@flowmap/store';
import { onlyStep } from '../read/collection.js';
import type { RunScope } from '../run-scope.js';
import { outcomesBefore } from './earlier-items.js';

/**
 * What a range of an earlier run left of an item that runs alone now, as the record that its own task would have left there. A pack does
 * not say when an item began and ended: the record says `now`, when it is taken.
 */
export async function packedRecord(
  before: RunScope,
  step: StepNode,
  index: string,
  now: number,
): Promise<TaskRecord | undefined> {
  const { foreachs } = locate(before.index, step.id);
  const foreach = foreachs.at(-1);
  if (!foreach || onlyStep(foreach)?.id !== step.id) return undefined;
  const position = Number(index.split('.').at(-1));
  const around = indexAtDepth(index, foreachs.length - 1);
  const range = { step, index: around, from: position, to: position + 1 };
  const outcome = (await outcomesBefore(before, range, foreach.id)).get(position);
  if (outcome?.inputs === undefined) return undefined;
  const { value, inputs } = outcome;
  const at = new Date(now).toISOString();
  return { v: 1, address: before.address(step.id, index), try: 0, started: at, ended: at, value, inputs };
}
