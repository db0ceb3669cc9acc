import type { ForeachNode, Reference } from '@flowmap/graph';
import { itemIndex } from '@flowmap/graph';
import type { StoredOutcome } from '@flowmap/store';
import { isThere, unlessGone } from './earlier-run.js';
import { isEqualIn, type TwoRuns } from './equal-later.js';
import type { InputsDigest } from './inputs-digest.js';

/** An outcome that can be taken. */
export type TakenOutcome = StoredOutcome & { readonly ok: true };

/** The outcome of an item in an earlier run, where the step's code would be given the same now. */
export type OutcomeTaker = (
  position: number,
  outcome: StoredOutcome | undefined,
  inputs: InputsDigest,
) => Promise<TakenOutcome | undefined>;

/** Compares what items of a foreach were given in two runs. What lies around the foreach, the same for all of them, is compared once. */
export function outcomeTaker(runs: TwoRuns, { id }: Pick<ForeachNode, 'id'>, index: string): OutcomeTaker {
  const around = new Map<Reference, Promise<boolean>>();
  const isEqual = (reference: Reference, position: number): Promise<boolean> => {
    const isOfItem = 'item' in reference && reference.item === id;
    const known = isOfItem ? undefined : around.get(reference);
    const equal = known ?? isEqualIn(runs, reference, itemIndex(index, position));
    if (!isOfItem) around.set(reference, equal);
    return equal;
  };
  return async (position, outcome, { digest, later }) => {
    if (!outcome?.ok || outcome.inputs !== digest) return undefined;
    return unlessGone(async () => {
      for (const reference of later) if (!(await isEqual(reference, position))) return undefined;
      return (await isThere(runs.now, outcome.value)) ? outcome : undefined;
    });
  };
}
