import type { StepNode } from '@flowmap/graph';
import { itemIndex } from '@flowmap/graph';
import type { StoredOutcome } from '@flowmap/store';
import { partsFolder } from '../range/parts.js';
import { batchesOf, type ItemRange } from '../read/batches.js';
import type { RunScope } from '../run-scope.js';

/** Outcomes of neighbouring items that lie together. */
export interface Piece extends ItemRange {
  /** The outcomes of items [from, to); undefined for one that left none. */
  load(): Promise<readonly (StoredOutcome | undefined)[]>;
}

/** Items that ran alone and are read together. */
const TOGETHER = 16;

/**
 * What a run has of the items of a foreach over one step, in order and each item once: packs, records of items that ran alone, and with
 * `parts` what ranges left that did not come to their end. It takes a LIST for each 1,000 of them; nothing is read yet.
 */
export async function whatEnded(
  scope: RunScope,
  step: StepNode,
  { index, count }: { readonly index: string; readonly count: number },
  { parts }: { readonly parts: boolean },
): Promise<readonly Piece[]> {
  const batches = batchesOf(scope, step, index, count);
  const packs: Piece[] = [];
  const alone: number[] = [];
  for await (const { from, to } of rangesIn(scope, `${scope.address(step.id, '')}/${itemIndex(index, '')}`)) {
    if (to === undefined) alone.push(from);
    else packs.push({ from, to, load: async () => (await batches.pack(from, to)) ?? [] });
  }
  const single = (from: number, to: number): Piece => ({
    from,
    to,
    load: () => Promise.all(Array.from({ length: to - from }, (_, k) => batches.single(from + k))),
  });
  const singles = stretches(alone.sort((a, b) => a - b)).map(({ from, to }) => single(from, to));
  return inOrder([...packs, ...singles, ...(parts ? await partsOf(scope, step, index) : [])], count);
}

/** The places below a prefix whose names are positions, `17`, or ranges, `0-99`. */
async function* rangesIn(
  { objects }: RunScope,
  folder: string,
): AsyncGenerator<{ readonly from: number; readonly to: number | undefined }, void, undefined> {
  for await (const { key } of objects.list(folder)) {
    const [, from, last] = /^(\d+)(?:-(\d+))?$/.exec(key.slice(folder.length)) ?? [];
    if (from !== undefined) yield { from: Number(from), to: last === undefined ? undefined : Number(last) + 1 };
  }
}

async function partsOf(scope: RunScope, step: StepNode, index: string): Promise<readonly Piece[]> {
  const { objects, artifacts, deployment, run } = scope;
  const folder = partsFolder({ deployment, run, node: step.id, index });
  const found: Piece[] = [];
  for await (const { key } of objects.list(folder)) {
    const [, first, last] = /^\d+-\d+\/(\d+)-(\d+)$/.exec(key.slice(folder.length)) ?? [];
    if (first === undefined) continue;
    const load = async (): Promise<readonly StoredOutcome[]> => (await artifacts.pack(key)) ?? [];
    found.push({ from: Number(first), to: Number(last) + 1, load });
  }
  return found;
}

/** Runs of neighbours, none longer than what is read together. */
function stretches(positions: readonly number[]): readonly ItemRange[] {
  const found: { from: number; to: number }[] = [];
  for (const position of positions) {
    const last = found.at(-1);
    if (last?.to === position && last.to - last.from < TOGETHER) last.to += 1;
    else found.push({ from: position, to: position + 1 });
  }
  return found;
}

/** Cuts off what lies in two pieces. */
function inOrder(pieces: readonly Piece[], count: number): readonly Piece[] {
  const cut: Piece[] = [];
  let at = 0;
  for (const piece of [...pieces].sort((a, b) => a.from - b.from || b.to - a.to)) {
    const from = Math.max(at, piece.from);
    const to = Math.min(piece.to, count);
    if (from < to) cut.push(part(piece, { from, to }));
    at = Math.max(at, to);
  }
  return cut;
}

/** What of some pieces lies in ranges; both are in order. */
export function within(pieces: readonly Piece[], ranges: readonly ItemRange[]): readonly Piece[] {
  const found: Piece[] = [];
  let first = 0;
  for (const piece of pieces) {
    while ((ranges[first]?.to ?? Infinity) <= piece.from) first += 1;
    for (let at = first; (ranges[at]?.from ?? Infinity) < piece.to; at += 1) {
      const { from, to } = ranges[at] ?? piece;
      found.push(part(piece, { from: Math.max(from, piece.from), to: Math.min(to, piece.to) }));
    }
  }
  return found;
}

/** The part of a piece that lies in a range within it. */
function part(piece: Piece, { from, to }: ItemRange): Piece {
  if (from === piece.from && to === piece.to) return piece;
  return { from, to, load: async () => (await piece.load()).slice(from - piece.from, to - piece.from) };
}
