import type { Cut } from './cut.js';
import type { Bounds, Region, Side, Terrain } from './terrain.js';
import { rankOf } from './terrain.js';

/**
 * Divides a region at a cut in series: first what comes before in time. The two lists are parted, not copied, in time
 * proportional to the part that the cut was found from.
 */
export function divide(terrain: Terrain, region: Region, { side, node, before }: Cut): readonly [Region, Region] {
  const other: Side = side === 0 ? 1 : 0;
  // Seen from the other end, the same part is the end of the list.
  let far = region[other].last;
  for (let count = 1; count < before; count += 1) far = terrain[other].previous[far] ?? -1;
  const [nearHere, farHere] = part(terrain, side, region[side], node);
  const [farThere, nearThere] = part(terrain, other, region[other], far);
  const near = side === 0 ? ([nearHere, nearThere] as const) : ([nearThere, nearHere] as const);
  const rest = side === 0 ? ([farHere, farThere] as const) : ([farThere, farHere] as const);
  return side === 0 ? [near, rest] : [rest, near];
}

/** Parts a list before a node, and the ranks with it. */
function part(terrain: Terrain, side: Side, bounds: Bounds, node: number): readonly [Bounds, Bounds] {
  const face = terrain[side];
  const last = face.previous[node] ?? -1;
  const rank = rankOf(face, node);
  face.previous[node] = -1;
  if (last >= 0) face.next[last] = -1;
  return [
    { first: bounds.first, last, low: bounds.low, high: rank },
    { first: node, last: bounds.last, low: rank, high: bounds.high },
  ];
}
