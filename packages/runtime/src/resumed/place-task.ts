import type { Invocation, Located } from '@flowmap/graph';
import { FlowError, invariant, itemIndex, RESUMED, startedIndex } from '@flowmap/graph';
import type { ItemRange } from '../read/batches.js';
import type { RunScope } from '../run-scope.js';
import { slice } from './ranges.js';
import { startedOf, type Started } from './started.js';

/** A task as the runtime has it: its positions are those of the items in their lists. */
export interface PlacedTask {
  /** With `from` and `to` where the first of its items begins, and behind the last. */
  readonly task: Invocation;
  /** The items of a range: one stretch of the list, or several where what lies between them is not started. */
  readonly ranges: readonly ItemRange[];
  readonly scope: RunScope;
}

/**
 * Finds which items a task is about. A state machine counts what it starts, which in a run that resumes another one is less than
 * there is. No request is made for a run that resumes none.
 */
export async function placeTask(opened: RunScope, located: Located, task: Invocation): Promise<PlacedTask> {
  const { from, to } = task;
  const isRange = from !== undefined && to !== undefined && !task.array;
  if (!task.i.startsWith(RESUMED)) return { task, ranges: isRange ? [{ from, to }] : [], scope: opened };

  const positions = startedIndex(task.i)
    .split('.')
    .filter((part) => part !== '');
  let index = '';
  let innermost: Started | undefined;
  for (const [depth, part] of positions.entries()) {
    const { id } = foreachAt(located, depth);
    innermost = await startedOf(opened, id, index);
    const position = Number(part);
    const item = innermost ? slice(innermost.ranges, position, position + 1)[0]?.from : position;
    if (item === undefined) throw outside(id, `item ${position}`, innermost);
    index = itemIndex(index, item);
  }
  const machine = { path: task.i, ...(isRange && { from, to }) };
  if (!isRange) {
    const scope = { ...opened, machine, looked: innermost?.looked ?? false };
    return { task: { ...task, i: index }, ranges: [], scope };
  }
  const { id } = foreachAt(located, positions.length);
  const started = await startedOf(opened, id, index);
  const ranges = started ? slice(started.ranges, from, to) : [{ from, to }];
  const [first, last] = [ranges[0], ranges.at(-1)];
  if (!first || !last || (started && to > started.count)) throw outside(id, `the items ${from} to ${to - 1}`, started);
  return {
    task: { ...task, i: index, from: first.from, to: last.to },
    ranges,
    scope: { ...opened, machine, looked: started?.looked ?? false },
  };
}

function foreachAt({ node, foreachs }: Located, depth: number): Located['foreachs'][number] {
  const foreach = foreachs[depth];
  invariant(foreach, `${node.id} lies in ${foreachs.length} foreachs`);
  return foreach;
}

function outside(foreach: string, what: string, started: Started | undefined): FlowError {
  return new FlowError(
    'BAD_INVOCATION',
    `${foreach} starts ${started?.count ?? 0} items, and is asked for ${what} of them`,
  );
}
