import type { Bounds, Face, Region, Side, Terrain } from './terrain.js';
import { at, rankOf } from './terrain.js';

/** Where a region falls into two parts in series: `before` nodes of lower rank, then `node` and all of higher rank. */
export interface Cut {
  readonly side: Side;
  readonly node: number;
  readonly before: number;
}

/** What is known at a boundary between two ranks. */
export interface Boundary {
  /** The first node beyond. */
  readonly node: number;
  /** How many nodes lie before it. */
  readonly before: number;
  /** Pairs of a node that ends the near part and one that begins the far part; how many of them have no edge. */
  readonly missing: number;
}

/**
 * Finds where a connected region can be cut in series; undefined when it cannot. Both ends are searched in turns, with a
 * budget that doubles, so that it costs no more than in proportion to the smaller part: a comb of any length takes
 * O(n log n) and not the square.
 */
export function findCut(terrain: Terrain, region: Region): Cut | undefined {
  for (let budget = 32; ; budget *= 2) {
    for (const side of [0, 1] as const) {
      const found = firstCut(terrain[side], region[side], budget);
      if (found === 'none') return undefined;
      if (found !== 'budget') return { side, ...found };
    }
  }
}

/** Larger regions are forced apart near their middle, so that a body of any shape is arranged in near-linear time. */
const LARGE = 200;

/** A boundary with the fewest missing pairs, of several the most even one, seen from the start. */
export function bestBoundary(face: Face, bounds: Bounds, size: number): Boundary | undefined {
  const uneven = ({ before }: Boundary): number => Math.abs(2 * before - size);
  const allowed = size > LARGE ? size / 2 : size;
  let best: Boundary | undefined;
  let middle: Boundary | undefined;
  for (const boundary of boundaries(face, bounds, Number.POSITIVE_INFINITY)) {
    if (boundary === 'budget') break;
    if (!middle || uneven(boundary) < uneven(middle)) middle = boundary;
    if (uneven(boundary) > allowed) continue;
    const fewer = !best || boundary.missing < best.missing;
    if (fewer || (boundary.missing === best?.missing && uneven(boundary) < uneven(best))) best = boundary;
  }
  return best ?? middle;
}

function firstCut(face: Face, bounds: Bounds, budget: number): Boundary | 'none' | 'budget' {
  for (const boundary of boundaries(face, bounds, budget)) {
    if (boundary === 'budget' || boundary.missing === 0) return boundary;
  }
  return 'none';
}

/**
 * Walks a region rank by rank. Before rank r lie the nodes of lower rank; those of them without a neighbour of lower rank
 * than r end the near part, and the nodes of rank r begin the far part, as each has a neighbour of rank r - 1. The near part
 * as a whole comes before the far part exactly if all these pairs are edges: none of them can follow from other edges.
 */
function* boundaries(face: Face, bounds: Bounds, budget: number): Generator<Boundary | 'budget'> {
  let work = 0;
  let before = 0;
  let closed = 0;
  let group = bounds.first;
  while (group >= 0) {
    const rank = rankOf(face, group);
    const closing = new Set<number>();
    let size = 0;
    let edges = 0;
    let node = group;
    for (; node >= 0 && rankOf(face, node) === rank; node = face.next[node] ?? -1) {
      size += 1;
      for (const near of at(face.near, node)) {
        if (rankOf(face, near) < bounds.low) break;
        if ((work += 1) > budget) break;
        if (face.nearest[near] !== rank) continue;
        edges += 1;
        closing.add(near);
      }
      if ((work += 1) > budget) {
        yield 'budget';
        return;
      }
    }
    if (before > 0) yield { node: group, before, missing: (before - closed) * size - edges };
    before += size;
    closed += closing.size;
    group = node;
  }
}
