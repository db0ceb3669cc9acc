import type { Diagnostic } from '../diagnostic.js';
import type { Body } from '../nodes.js';
import type { Boundary } from './cut.js';
import type { Bounds, Face } from './terrain.js';
import { at, NONE, nodesOf, rankOf } from './terrain.js';

/** How many nodes are named; the others are counted. */
const NAMED = 3;

/** What a cut that is forced at a boundary makes wait: one warning for each node that begins the later part. */
export function barriersAt(body: Body, face: Face, bounds: Bounds, boundary: Boundary): readonly Diagnostic[] {
  const rank = rankOf(face, boundary.node);
  const ends: number[] = [];
  const waiting: number[] = [];
  for (const node of nodesOf(face, bounds)) {
    if (rankOf(face, node) > rank) break;
    const nearest = face.nearest[node] ?? NONE;
    if (rankOf(face, node) === rank) waiting.push(node);
    else if (nearest >= rank) ends.push(node);
  }
  const all = new Set(ends);
  return waiting.flatMap((node) => {
    const known = new Set(at(face.near, node).filter((other) => all.has(other)));
    const named: number[] = [];
    for (const end of ends) {
      if (named.length === NAMED) break;
      if (!known.has(end)) named.push(end);
    }
    const count = ends.length - known.size;
    return count === 0 ? [] : [barrier(body, node, named, count)];
  });
}

function barrier(body: Body, node: number, named: readonly number[], count: number): Diagnostic {
  const name = (position: number): string => body.nodes[position]?.id ?? '';
  const others = named.map(name).join(', ') + (count > named.length ? ` and ${count - named.length} more` : '');
  return {
    code: 'FLOW2001',
    severity: 'warning',
    at: name(node),
    message: `${name(node)} also waits for ${others}`,
    hint: 'A state machine runs branches side by side and joins all of them at once, and these cannot be drawn that way.',
  };
}
