import type { Region, Side, Terrain } from './terrain.js';
import { at, rankOf } from './terrain.js';

/** A breadth-first search that goes one edge at a time, so that several can take turns. */
export class Search {
  /** The nodes whose edges have all been followed. */
  readonly nodes: number[] = [];
  /** Whether it has ended, or goes on as part of another. */
  over = false;
  readonly #queue: number[];
  #head = 0;
  /** The next edge of the node at the head: of this face, at this position. */
  #side: Side = 0;
  #edge = 0;

  constructor(from: number) {
    this.#queue = [from];
  }

  /** The number of nodes found. */
  get size(): number {
    return this.nodes.length + this.#queue.length - this.#head;
  }

  /** Adds a node that an edge led to. */
  push(node: number): void {
    this.#queue.push(node);
  }

  /** The node at the end of the next edge inside the region, or undefined when there is none left. */
  follow(terrain: Terrain, region: Region): number | undefined {
    for (;;) {
      const node = this.#queue[this.#head];
      if (node === undefined) {
        this.over = true;
        return undefined;
      }
      const face = terrain[this.#side];
      const other = at(face.near, node)[this.#edge];
      if (other !== undefined && rankOf(face, other) >= region[this.#side].low) {
        this.#edge += 1;
        return other;
      }
      this.#edge = 0;
      if (this.#side === 1) {
        this.nodes.push(node);
        this.#head += 1;
      }
      this.#side = this.#side === 0 ? 1 : 0;
    }
  }

  /** Takes over what another search has found and has still to do, and answers with these nodes. The other is over. */
  absorb(other: Search): readonly number[] {
    const rest = other.#queue.slice(other.#head);
    for (const node of other.nodes) this.nodes.push(node);
    for (const node of rest) this.#queue.push(node);
    other.over = true;
    return [...other.nodes, ...rest];
  }
}
