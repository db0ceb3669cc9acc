/**
 * Whether everything that one pattern of IAM matches is matched by another, too. `*` is any text, `?` one character. Where it cannot
 * be told, the answer is no.
 */
export function covers(pattern: string, other: string): boolean {
  return walk(pattern, other, (one, two) => one === two || (one === '?' && two !== '*'), false);
}

/** Whether there is a text that both patterns match. */
export function overlaps(pattern: string, other: string): boolean {
  return walk(pattern, other, (one, two) => one === two || one === '?' || two === '?', true);
}

/**
 * Walks through two patterns at once. A `*` of the first takes any part of the second; with `both`, one of the second any part of the
 * first. Positions that led nowhere are not tried again, so the time is at most the product of the lengths.
 */
function walk(first: string, second: string, fits: (one: string, two: string) => boolean, both: boolean): boolean {
  const tried = new Set<number>();
  const from = (i: number, j: number): boolean => {
    if (i === first.length && j === second.length) return true;
    const place = i * (second.length + 1) + j;
    if (tried.has(place)) return false;
    tried.add(place);
    const [one, two] = [first[i], second[j]];
    if (one === '*' && (from(i + 1, j) || (two !== undefined && from(i, j + 1)))) return true;
    if (both && two === '*' && (from(i, j + 1) || (one !== undefined && from(i + 1, j)))) return true;
    return one !== undefined && two !== undefined && one !== '*' && fits(one, two) && from(i + 1, j + 1);
  };
  return from(0, 0);
}
