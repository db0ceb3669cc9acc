import type { StoredOutcome } from '@flowmap/store';
import { mapAhead } from './ahead.js';
import type { Batches, ItemRange } from './batches.js';

/** Outcomes of neighbouring items, beginning with item `from`; undefined for an item that left none. Never empty. */
export interface Stretch {
  readonly from: number;
  readonly outcomes: readonly (StoredOutcome | undefined)[];
}

/** Records of single items that are asked for at once. */
const TOGETHER = 16;

/** Stretches that are read at once where all batches are known. */
const AHEAD = 8;

/** Batches that are not as long as the one before, after which no more is guessed: a run that resumed another leaves many such. */
const MISSES = 4;

/**
 * The outcomes of items [from, to) of a foreach over one step, in order. Whoever made them ran items alone or in batches of
 * whatever size, and nobody says which: what was seen last is tried first, so that equal batches cost one LIST in all and one
 * GET each. Only when an item is nowhere to be found, or batches are of many sizes, are all of them listed, once.
 */
export async function* outcomesOf(
  batches: Batches,
  from: number,
  to: number,
): AsyncGenerator<Stretch, void, undefined> {
  const guess = guesser(batches, to);
  let at = from;
  if (at > 0) await guess.learn();
  while (at < to) {
    const found = await guess.at(at);
    if (!found) return yield* listed(batches, at, to);
    const outcomes = found.outcomes.slice(at - found.from, to - found.from);
    yield { from: at, outcomes };
    at += outcomes.length;
  }
}

/** Finds outcomes while neighbours look alike. */
function guesser(
  batches: Batches,
  to: number,
): { learn(): Promise<void>; at(item: number): Promise<Stretch | undefined> } {
  let size: number | undefined;
  let alone = false;
  let misses = 0;
  const batchAt = async (item: number): Promise<Stretch | undefined> => {
    if (size !== undefined) {
      const start = item - (item % size);
      const guessed = await packOf(batches, { from: start, to: Math.min(start + size, batches.count) });
      if (guessed) return guessed;
      misses += 1;
      if (misses > MISSES) return undefined;
    }
    const batch = await firstBatch(batches, item);
    if (!batch) return undefined;
    size = batch.to - batch.from;
    return packOf(batches, batch);
  };
  const aloneAt = async (item: number, together: number): Promise<Stretch | undefined> => {
    const outcomes = await singles(batches, item, Math.min(item + together, to));
    const gap = outcomes.indexOf(undefined);
    alone = gap !== 0;
    return alone ? { from: item, outcomes: gap === -1 ? outcomes : outcomes.slice(0, gap) } : undefined;
  };
  return {
    async learn() {
      const first = await firstBatch(batches, 0);
      if (first) size = first.to;
    },
    at: async (item) =>
      (alone ? await aloneAt(item, TOGETHER) : undefined) ??
      (await batchAt(item)) ??
      (misses > MISSES ? undefined : await aloneAt(item, 1)),
  };
}

/** Finds outcomes from a list of all batches: no more than a strategy may have children. */
async function* listed(batches: Batches, from: number, to: number): AsyncGenerator<Stretch, void, undefined> {
  const all: ItemRange[] = [];
  for await (const batch of batches.list()) all.push(batch);
  all.sort((a, b) => a.from - b.from);
  yield* mapAhead(pieces(all, from, to), AHEAD, async ({ start, end, batch }) => {
    if (!batch) return { from: start, outcomes: await singles(batches, start, end) };
    const pack = await packOf(batches, batch);
    const outcomes = Array.from({ length: end - start }, (_, k) => pack?.outcomes[start + k - batch.from]);
    return { from: start, outcomes };
  });
}

/** The items [from, to) as parts of batches, and those between these, some at a time. */
async function* pieces(
  all: readonly ItemRange[],
  from: number,
  to: number,
): AsyncGenerator<{ readonly start: number; readonly end: number; readonly batch?: ItemRange }, void, undefined> {
  let at = from;
  for (const batch of [...all, { from: to, to }]) {
    while (at < batch.from && at < to) {
      const end = Math.min(at + TOGETHER, batch.from, to);
      yield { start: at, end };
      at = end;
    }
    if (at >= batch.to || at >= to) continue;
    const end = Math.min(batch.to, to);
    yield { start: at, end, batch };
    at = end;
  }
}

function singles(batches: Batches, from: number, to: number): Promise<(StoredOutcome | undefined)[]> {
  return Promise.all(Array.from({ length: to - from }, (_, k) => batches.single(from + k)));
}

async function packOf(batches: Batches, { from, to }: ItemRange): Promise<Stretch | undefined> {
  const outcomes = await batches.pack(from, to);
  return outcomes?.length === to - from ? { from, outcomes } : undefined;
}

async function firstBatch(batches: Batches, item: number): Promise<ItemRange | undefined> {
  for await (const batch of batches.list(item)) return batch;
  return undefined;
}
