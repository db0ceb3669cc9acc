import type { Reference } from '@flowmap/graph';
import { itemIndex } from '@flowmap/graph';
import type { StoredOutcome } from '@flowmap/store';
import { batchesOf, type ItemRange } from '../read/batches.js';
import { countOf } from '../read/count.js';
import { outcomesOf } from '../read/outcomes.js';
import type { RangeTask } from '../range/run-item.js';
import type { RunScope } from '../run-scope.js';
import { earlierRun, isThere, unlessGone } from './earlier-run.js';
import { isEqualIn } from './equal-later.js';
import type { InputsDigest } from './inputs-digest.js';
import { partsWithin } from './earlier-parts.js';

/** What the run that this one resumes has of the items of a range. */
export interface EarlierItems {
  /** The outcome of an item, where the step's code would be given the same now. */
  take(position: number, inputs: InputsDigest): Promise<StoredOutcome | undefined>;
}

/**
 * Looks for items of a range in the run that this one resumes, whatever batches they ran in there, also such that did not come to their
 * end. Undefined where there are none. Items that failed or that a catch handler saved are not among them.
 */
export async function earlierItems(
  scope: RunScope,
  { step, index, from, to }: Pick<RangeTask, 'step' | 'index'> & ItemRange,
  foreach: string,
): Promise<EarlierItems | undefined> {
  const before = await earlierRun(scope, step.id);
  if (!before) return undefined;
  const found = new Map<number, Ended>();
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
  if (found.size === 0) return undefined;

  // What lies around the foreach is the same for all of its items.
  const around = new Map<Reference, Promise<boolean>>();
  const isEqual = (reference: Reference, position: number): Promise<boolean> => {
    const isOfItem = 'item' in reference && reference.item === foreach;
    const known = isOfItem ? undefined : around.get(reference);
    const equal = known ?? isEqualIn({ now: scope, before }, reference, itemIndex(index, position));
    if (!isOfItem) around.set(reference, equal);
    return equal;
  };
  return {
    async take(position, { digest, later }) {
      const outcome = found.get(position);
      if (outcome?.inputs !== digest) return undefined;
      return unlessGone(async () => {
        for (const reference of later) if (!(await isEqual(reference, position))) return undefined;
        return (await isThere(scope, outcome.value)) ? outcome : undefined;
      });
    },
  };
}

type Ended = StoredOutcome & { readonly ok: true };
