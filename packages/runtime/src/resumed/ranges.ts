import type { ItemRange } from '../read/batches.js';

/** Ranges in order, of which none touches another, without what lies in others, which are in order too. */
export function without(ranges: readonly ItemRange[], others: readonly ItemRange[]): readonly ItemRange[] {
  const left: ItemRange[] = [];
  let next = 0;
  for (const { from, to } of ranges) {
    let at = from;
    while (at < to) {
      while ((others[next]?.to ?? Infinity) <= at) next += 1;
      const other = others[next];
      if (!other || other.from >= to) {
        left.push({ from: at, to });
        break;
      }
      if (other.from > at) left.push({ from: at, to: other.from });
      at = other.to;
    }
  }
  return left;
}

/** What lies in any of some ranges, in order, neighbours together. */
export function united(ranges: Iterable<ItemRange>): readonly ItemRange[] {
  const all: { from: number; to: number }[] = [];
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = all.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else if (from < to) all.push({ from, to });
  }
  return all;
}

/** How many items lie in ranges. */
export function sizeOf(ranges: readonly ItemRange[]): number {
  return ranges.reduce((sum, { from, to }) => sum + to - from, 0);
}

/** The items [from, to) of those that lie in ranges, counted from the first. */
export function slice(ranges: readonly ItemRange[], from: number, to: number): readonly ItemRange[] {
  const found: ItemRange[] = [];
  let before = 0;
  for (const range of ranges) {
    const size = range.to - range.from;
    const [first, last] = [Math.max(0, from - before), Math.min(size, to - before)];
    if (first < last) found.push({ from: range.from + first, to: range.from + last });
    before += size;
    if (before >= to) break;
  }
  return found;
}
