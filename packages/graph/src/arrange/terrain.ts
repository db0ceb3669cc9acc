import { invariant } from '../flow-error.js';

/**
 * The nodes of a body seen from one end. Seen from the start, a node's rank is its level, the length of the longest path to
 * it, and `near` are the nodes it waits for; seen from the end, all is the other way round.
 */
export interface Face {
  readonly rank: Int32Array;
  /** Per node, its neighbours of lower rank, highest rank first. */
  readonly near: number[][];
  /** Per node, the lowest rank among its neighbours of higher rank; {@link NONE} without any. */
  readonly nearest: Int32Array;
  /** The nodes of each region in order of rank, as doubly linked lists: -1 ends one. */
  readonly next: Int32Array;
  readonly previous: Int32Array;
}

/** More than any rank. */
export const NONE = 0x7fffffff;

/** Both views of a body: from the start and from the end. */
export type Terrain = readonly [fromStart: Face, fromEnd: Face];

/** Which of the two views: an index into a {@link Terrain} or a {@link Region}. */
export type Side = 0 | 1;

/**
 * Some nodes of a terrain that are closed towards the rest: a neighbour of one of them is in the region exactly if its
 * ranks are within the bounds. Cutting a region keeps that true of both parts without touching a single edge.
 */
export type Region = readonly [fromStart: Bounds, fromEnd: Bounds];

/** A region's extent, seen from one end. */
export interface Bounds {
  /** The first and last node of the region's list. */
  first: number;
  last: number;
  /** Ranks from `low` on, and below `high`, may belong to the region. */
  readonly low: number;
  readonly high: number;
}

/** Lays out `size` nodes; `before` names, per node, those that it waits for. */
export function createTerrain(before: readonly (readonly number[])[]): Terrain {
  const after: number[][] = before.map(() => []);
  before.forEach((list, node) => list.forEach((other) => after[other]?.push(node)));
  return [createFace(before.map((list) => [...list])), createFace(after)];
}

function createFace(near: number[][]): Face {
  const size = near.length;
  return {
    near,
    rank: new Int32Array(size),
    nearest: new Int32Array(size),
    next: new Int32Array(size),
    previous: new Int32Array(size),
  };
}

/** Forgets all edges that leave the given nodes, ranks these anew, and makes a region of them. Linear but for sorting. */
export function enclose(terrain: Terrain, nodes: readonly number[]): Region {
  const members = new Set(nodes);
  for (const { near } of terrain) {
    for (const node of nodes) near[node] = at(near, node).filter((other) => members.has(other));
  }
  return [encloseFace(terrain, 0, nodes), encloseFace(terrain, 1, nodes)];
}

function encloseFace(terrain: Terrain, side: Side, nodes: readonly number[]): Bounds {
  const face = terrain[side];
  const far = terrain[side === 0 ? 1 : 0].near;
  const waiting = new Map(nodes.map((node) => [node, at(face.near, node).length]));
  const order = nodes.filter((node) => waiting.get(node) === 0);
  for (const node of order) face.rank[node] = 0;
  // `order` grows while it is walked: each node is appended when the last of those it waits for has its rank.
  for (const node of order) {
    for (const other of at(far, node)) {
      face.rank[other] = rankOf(face, node) + 1;
      const left = (waiting.get(other) ?? 0) - 1;
      waiting.set(other, left);
      if (left === 0) order.push(other);
    }
  }
  invariant(order.length === nodes.length, 'the nodes of a body do not wait for each other in a circle');
  for (const node of nodes) {
    at(face.near, node).sort((one, two) => rankOf(face, two) - rankOf(face, one));
    face.nearest[node] = at(far, node).reduce((least, other) => Math.min(least, rankOf(face, other)), NONE);
  }
  const { first, last } = link(face, order);
  return { first, last, low: 0, high: last < 0 ? 0 : rankOf(face, last) + 1 };
}

/** Makes a list of the given nodes, in order of rank and then as the author wrote them. Sorts its argument. */
export function link(face: Face, nodes: number[]): { readonly first: number; readonly last: number } {
  nodes.sort((one, two) => rankOf(face, one) - rankOf(face, two) || one - two);
  nodes.forEach((node, position) => {
    face.previous[node] = nodes[position - 1] ?? -1;
    face.next[node] = nodes[position + 1] ?? -1;
  });
  return { first: nodes[0] ?? -1, last: nodes.at(-1) ?? -1 };
}

/** Takes a node out of its region's list. */
export function unlink(face: Face, bounds: Bounds, node: number): void {
  const previous = face.previous[node] ?? -1;
  const next = face.next[node] ?? -1;
  if (previous < 0) bounds.first = next;
  else face.next[previous] = next;
  if (next < 0) bounds.last = previous;
  else face.previous[next] = previous;
}

/** The nodes of a region, in order of rank seen from one end. */
export function* nodesOf(face: Face, bounds: Bounds): Generator<number> {
  for (let node = bounds.first; node >= 0; node = face.next[node] ?? -1) yield node;
}

/** The rank of a node that is known to be there. */
export function rankOf(face: Face, node: number): number {
  return face.rank[node] ?? NONE;
}

/** The list of a node that is known to be there. */
export function at(lists: readonly number[][], node: number): number[] {
  return lists[node] ?? [];
}
