/** Edits between two words that still count as a slip. */
const SLIPS = 3;

/** The names that a word may have been meant to be, the likeliest first; none where all are far from it. */
export function namesNear(word: string, names: Iterable<string>): readonly string[] {
  return [...names]
    .map((name) => ({ name, edits: editsBetween(word.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, edits }) => edits <= Math.min(SLIPS, Math.max(word.length, name.length) / 2))
    .sort((a, b) => a.edits - b.edits)
    .map(({ name }) => name);
}

/** Insertions, removals and replacements that lead from one word to another. */
function editsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
