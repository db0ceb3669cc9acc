import type { StoredOutcome } from '@flowmap/store';
import { batchesOf, type ItemRange } from '../read/batches.js';
import { countOf } from '../read/count.js';
import { outcomesOf } from '../read/outcomes.js';
import type { RangeTask } from '../range/run-item.js';
import type { RunScope } from '../run-scope.js';
import { earlierRun, unlessGone } from './earlier-run.js';
import type { InputsDigest } from './inputs-digest.js';
import { partsWithin } from './earlier-parts.js';
import { outcomeTaker, type TakenOutcome } from './outcome-taker.js';

/** What the run that this one resumes has of the items of a range. */
export interface EarlierItems {
  /** The outcome of an item, where the step's code would be given the same now. */
  take(position: number, inputs: InputsDigest): Promise<TakenOutcome | undefined>;
}

/**
 * Looks for items of a range in the run that this one resumes, whatever batches they ran in there, also such that did not come to their
 * end. Undefined where there are none. Items that failed or that a catch handler saved are not among them.
 */
export async function earlierItems(
  scope: RunScope,
  range: ItemsOfStep,
  foreach: string,
): Promise<EarlierItems | undefined> {
  const before = scope.looked ? undefined : await earlierRun(scope, range.step.id);
  if (!before) return undefined;
  const found = await outcomesBefore(before, range, foreach);
  if (found.size === 0) return undefined;
  const take = outcomeTaker({ now: scope, before }, { id: foreach }, range.index);
  return { take: (position, inputs) => take(position, found.get(position), inputs) };
}

/** Items of a foreach over one step; `index` is the index path around it. */
export type ItemsOfStep = Pick<RangeTask, 'step' | 'index'> & ItemRange;

/** What an earlier run has of these items that can be compared, by their positions. */
export async function outcomesBefore(
  before: RunScope,
  { step, index, from, to }: ItemsOfStep,
  foreach: string,
): Promise<ReadonlyMap<number, TakenOutcome>> {
  const found = new Map<number, TakenOutcome>();
  const note = (position: number, outcome: StoredOutcome | undefined): void => {
    if (outcome?.ok && outcome.inputs !== undefined) found.set(position, outcome);
  };
  await unlessGone(async () => {
    const count = (await unlessGone(() => countOf(before, foreach, index))) ?? to;
    for await (const stretch of outcomesOf(batchesOf(before, step, index, count), from, to)) {
      stretch.outcomes.forEach((outcome, at) => note(stretch.from + at, outcome));
    }
  });
  for await (const part of partsWithin(before, { step, index, from, to })) {
    part.outcomes.forEach((outcome, at) => {
      const position = part.from + at;
      if (position >= from && position < to && !found.has(position)) note(position, outcome);
    });
  }
  return found;
}
