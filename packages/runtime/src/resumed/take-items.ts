import type { ForeachNode, StepNode } from '@flowmap/graph';
import { batchAddress } from '@flowmap/graph';
import type { StoredOutcome } from '@flowmap/store';
import { pendingItems } from '../range/pending-items.js';
import type { RangeItem } from '../range/run-item.js';
import { mapAhead } from '../read/ahead.js';
import type { ItemRange } from '../read/batches.js';
import { earlierRun, unlessGone } from '../reuse/earlier-run.js';
import { apart } from '../reuse/inputs-digest.js';
import { outcomeTaker } from '../reuse/outcome-taker.js';
import type { RunScope } from '../run-scope.js';
import type { TimeLeft } from './patience.js';
import { sizeOf, united, without } from './ranges.js';
import { readStarted, type Started } from './started.js';
import { takenSteps } from './taken-steps.js';
import { whatEnded, within } from './what-ended.js';

/** Pieces of outcomes that are read at once, and items that are looked at at once. */
const PIECES = 8;
const ITEMS = 16;

/** What one pack of taken outcomes holds at the most: readers hold whole packs. */
const PACK_ITEMS = 1_000;
const PACK_CHARACTERS = 8 * 1024 * 1024;

/** Stretches of items that are left, at the most: all workers of the foreach read the list of them. */
const MOST_STRETCHES = 5_000;

/**
 * Takes the items of a foreach over one step that an earlier run has finished: their outcomes go into packs of this run, as if its
 * workers had made them. Gives the others, which are left to start.
 */
export async function takeItems(
  scope: RunScope,
  foreach: ForeachNode,
  step: StepNode,
  items: { readonly index: string; readonly count: number },
  time: TimeLeft,
): Promise<Pick<Started, 'ranges' | 'looked'>> {
  const { index, count } = items;
  const all = [{ from: 0, to: count }];
  const before = count === 0 ? undefined : await earlierRun(scope, step.id);
  if (!before) return { ranges: united(all), looked: true };

  // What another attempt of this task has taken is taken.
  const own = united(await whatEnded(scope, step, items, { parts: false }));
  const open = without(all, own);
  const possible = await withItems(scope, foreach, index, open);
  const pieces = within(await whatEnded(before, step, items, { parts: true }), possible);
  const taken = pack(scope, step, index);
  let sure = true;
  const look = async (): Promise<true> => {
    const others = Object.values(apart(foreach, step.in).others);
    await takenSteps(scope).takeInputs(others, index);
    const take = outcomeTaker({ now: scope, before }, foreach, index);
    const pending = pendingItems(
      scope,
      foreach,
      { step, index, from: 0, to: count },
      pieces,
      // Their values are no part of a digest, and this worker need not have the right to read them.
      { secret: async () => '' },
    );
    const outcomes = each(mapAhead(given(pieces), PIECES, (piece) => outcomesOf(piece)));
    const looked = mapAhead(together(pending, outcomes), ITEMS, async ({ item, outcome }) => {
      if (!outcome?.ok || outcome.inputs === undefined) return { position: item.position };
      const inputs = item.digest();
      const one = await take(item.position, outcome, inputs);
      // Whether results of a foreach are equal may be known only when it has ended.
      if (!one && outcome.inputs === inputs.digest) sure = false;
      return { position: item.position, outcome: one };
    });
    for await (const { position, outcome } of looked) {
      if (outcome) await taken.add(position, outcome);
      if (time.more() && taken.ranges.length < MOST_STRETCHES) continue;
      sure = false;
      break;
    }
    return true;
  };
  // Where an input is not there yet, the workers of the items have to look.
  const complete = await unlessGone(look);
  await taken.flush();
  return {
    ranges: without(all, united([...own, ...taken.ranges])),
    looked: sure && complete === true && sizeOf(possible) === sizeOf(open),
  };
}

/** Without what a foreach, over whose results this one runs, has yet to make. */
async function withItems(
  scope: RunScope,
  { id }: ForeachNode,
  index: string,
  ranges: readonly ItemRange[],
): Promise<readonly ItemRange[]> {
  const source = scope.publications.sources.get(id);
  if (source?.kind !== 'foreach') return ranges;
  const started = await readStarted(scope, source.foreach, index);
  return without(ranges, started?.ranges ?? ranges);
}

/** Puts outcomes of neighbouring items together. They come in the order of the items. */
function pack(
  scope: RunScope,
  step: StepNode,
  index: string,
): {
  readonly ranges: readonly ItemRange[];
  add(position: number, outcome: StoredOutcome): Promise<void>;
  flush(): Promise<void>;
} {
  const { artifacts, deployment, run } = scope;
  const place = { deployment, run, node: step.id, index };
  const ranges: { from: number; to: number }[] = [];
  let from = 0;
  let outcomes: StoredOutcome[] = [];
  let characters = 0;
  const flush = async (): Promise<void> => {
    if (outcomes.length === 0) return;
    const to = from + outcomes.length;
    await artifacts.putPack(batchAddress(place, from, to), outcomes);
    const last = ranges.at(-1);
    if (last?.to === from) last.to = to;
    else ranges.push({ from, to });
    outcomes = [];
    characters = 0;
  };
  return {
    ranges,
    async add(position, outcome) {
      const isFull = outcomes.length >= PACK_ITEMS || characters >= PACK_CHARACTERS;
      if (isFull || position !== from + outcomes.length) await flush();
      if (outcomes.length === 0) from = position;
      outcomes.push(outcome);
      characters += outcome.ok && 'text' in outcome.value ? outcome.value.text.length : 0;
    },
    flush,
  };
}

async function outcomesOf(piece: {
  readonly from: number;
  readonly to: number;
  load(): Promise<readonly (StoredOutcome | undefined)[]>;
}): Promise<readonly (StoredOutcome | undefined)[]> {
  const outcomes = (await unlessGone(() => piece.load())) ?? [];
  return Array.from({ length: piece.to - piece.from }, (_, k) => outcomes[k]);
}

async function* given<T>(elements: readonly T[]): AsyncGenerator<T, void, undefined> {
  yield* elements;
}

async function* each<T>(lists: AsyncIterable<readonly T[]>): AsyncGenerator<T, void, undefined> {
  for await (const list of lists) yield* list;
}

/** Items with what the earlier run has of them. Both are in the order of the list. */
async function* together(
  items: AsyncIterable<RangeItem>,
  outcomes: AsyncGenerator<StoredOutcome | undefined, void, undefined>,
): AsyncGenerator<{ readonly item: RangeItem; readonly outcome: StoredOutcome | undefined }, void, undefined> {
  try {
    for await (const item of items) {
      const next = await outcomes.next();
      if (next.done) return;
      yield { item, outcome: next.value };
    }
  } finally {
    await outcomes.return();
  }
}
