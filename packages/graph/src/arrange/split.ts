import { Search } from './search.js';
import type { Bounds, Region, Side, Terrain } from './terrain.js';
import { link, rankOf, unlink } from './terrain.js';

/**
 * Splits a region into its connected parts. Each of them must have a node among the first seen from `side`. The searches
 * from these go edge by edge in turns and end when one is left, whose part is what remains: so it costs in proportion to
 * all parts but the largest.
 */
export function split(terrain: Terrain, region: Region, side: Side): readonly Region[] {
  const parts = partsButOne(terrain, region, seeds(terrain, region, side)).map((nodes): Region => {
    const take = (each: Side): Bounds => {
      const { low, high } = region[each];
      for (const node of nodes) unlink(terrain[each], region[each], node);
      return { ...link(terrain[each], nodes), low, high };
    };
    return [take(0), take(1)];
  });
  return [...parts, region];
}

function seeds(terrain: Terrain, region: Region, side: Side): readonly number[] {
  const face = terrain[side];
  const found: number[] = [];
  const { first } = region[side];
  for (let node = first; node >= 0 && rankOf(face, node) === rankOf(face, first); node = face.next[node] ?? -1) {
    found.push(node);
  }
  return found;
}

/** The nodes of every connected part but one. */
function partsButOne(terrain: Terrain, region: Region, from: readonly number[]): readonly number[][] {
  const owners = new Map<number, Search>();
  const parts: number[][] = [];
  let active = from.map((node) => new Search(node));
  for (const [at, search] of active.entries()) owners.set(from[at] ?? -1, search);
  while (active.length > 1) {
    let left = active.length;
    for (const search of active) {
      if (left === 1) break;
      if (search.over) continue;
      const node = search.follow(terrain, region);
      if (node === undefined) {
        parts.push(search.nodes);
        left -= 1;
        continue;
      }
      const owner = owners.get(node);
      if (!owner) {
        owners.set(node, search);
        search.push(node);
      } else if (owner !== search) {
        for (const moved of search.size < owner.size ? owner.absorb(search) : search.absorb(owner)) {
          owners.set(moved, search.over ? owner : search);
        }
        left -= 1;
      }
    }
    active = active.filter((search) => !search.over);
  }
  return parts;
}
