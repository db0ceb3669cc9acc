import type { Arrangement, Body, Part } from '@flowmap/graph';

/** A body of steps; `edges` are pairs of positions, each from a step to one that waits for it. */
export function bodyOf(size: number, edges: readonly (readonly [number, number])[]): Body {
  const after = Array.from({ length: size }, (): string[] => []);
  for (const [from, to] of edges) after[to]!.push(`n${from}`);
  return { nodes: after.map((ids, i) => ({ kind: 'step', id: `n${i}`, in: {}, after: ids })) };
}

/** An arrangement on one line: `a [b c | d] e`. For shapes that are not deep. */
export function show(sequence: Arrangement['sequence']): string {
  return sequence
    .map((part) => (typeof part === 'string' ? part : `[${part.parallel.map((branch) => show(branch)).join(' | ')}]`))
    .join(' ');
}

/** How many nodes an arrangement holds, at any depth. */
export function countNodes(sequence: Arrangement['sequence']): number {
  let count = 0;
  const work: (readonly Part[])[] = [sequence];
  for (let next = work.pop(); next; next = work.pop()) {
    for (const part of next) {
      if (typeof part === 'string') count += 1;
      else work.push(...part.parallel);
    }
  }
  return count;
}

/** Where each node stands: position in a sequence, branch, position in the branch, and so on. For shapes that are not deep. */
export function positionsOf(sequence: Arrangement['sequence']): ReadonlyMap<string, readonly number[]> {
  const paths = new Map<string, readonly number[]>();
  const work: (readonly [readonly Part[], readonly number[]])[] = [[sequence, []]];
  for (let next = work.pop(); next; next = work.pop()) {
    const [parts, path] = next;
    parts.forEach((part, i) => {
      if (typeof part === 'string') {
        if (paths.has(part)) throw new Error(`${part} is there twice`);
        paths.set(part, [...path, i]);
      } else part.parallel.forEach((branch, b) => work.push([branch, [...path, i, b]]));
    });
  }
  return paths;
}

/** Whether the arrangement lets what stands at `one` end before what stands at `two` begins. */
export function isBefore(one: readonly number[], two: readonly number[]): boolean {
  for (let i = 0; i < Math.min(one.length, two.length); i += 1) {
    if (one[i] !== two[i]) return i % 2 === 0 && one[i]! < two[i]!;
  }
  return false;
}
