import type { Paint } from './paint.js';

/** Rows under their heads, numbers to the right: a cell that begins with a letter is text and stands to the left. */
export function renderTable(heads: readonly string[], rows: readonly (readonly string[])[], paint: Paint): string {
  const widths = heads.map((head, at) => Math.max(head.length, ...rows.map((row) => (row[at] ?? '').length)));
  const text = heads.map((_, at) => rows.some((row) => /^[A-Za-z]/u.test(row[at] ?? '')) || at === 0);
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => (text[at] ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd();
  return `${[paint('dim', line(heads)), ...rows.map(line)].join('\n')}\n`;
}
