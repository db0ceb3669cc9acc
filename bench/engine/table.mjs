/** Rows as text, in columns as wide as they need; the first and the last one start on the left. */
export function table(head, rows) {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const isLeft = (column) => column === 0 || column === head.length - 1;
  const cell = (text, column) => (isLeft(column) ? text.padEnd(widths[column]) : text.padStart(widths[column]));
  return all.map((row) => row.map(cell).join('  ').trimEnd()).join('\n');
}
