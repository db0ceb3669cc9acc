import type { NodeProgress } from '@flowmap/local';
import type { Terminal } from '../io.js';
import { cut, nameColumns, paintRow, type Row } from './live-row.js';
import type { Paint } from './paint.js';
import { failure, shortAddress, duration } from './words.js';
import type { View } from './view.js';

const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';
const CLEAR_BELOW = '\u001b[0J';

/** Failures that are shown one by one. */
const FAILURES = 20;

/**
 * A run as a block of lines at the foot of a terminal, drawn over itself; what steps log goes above it. No line is ever wider than
 * the terminal and the block is never higher, so that the cursor can find its top again.
 */
export function liveView(terminal: Terminal, title: string, paint: Paint): View {
  /** Widths of the lines on the screen. */
  let drawn: readonly number[] = [];
  let rows: readonly Row[] = [];
  let began: number | undefined;
  let now = 0;
  let failures = 0;

  /** To the top of the block, as it lies now: a terminal that got narrower has wrapped its lines. */
  const top = (): string => {
    const columns = terminal.columns();
    const height = drawn.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / columns)), 0);
    return `${height > 0 ? `\u001b[${height}A` : ''}\r${CLEAR_BELOW}`;
  };
  const block = (): string => {
    // The last column stays free: some terminals wrap when it is filled.
    const width = Math.max(10, terminal.columns() - 1);
    const shown = fit(rows, Math.max(2, terminal.rows() - 2));
    const layout = { width, names: nameColumns(shown, width), now };
    const time = began === undefined ? '' : `  ${duration(now - began)}`;
    const head = cut(title, width - time.length);
    const lines = [
      { text: paint('bold', head) + paint('dim', time), width: head.length + time.length },
      ...shown.map((row) => paintRow(row, layout, paint)),
    ];
    drawn = lines.map((line) => line.width);
    return lines.map(({ text }) => `${text}\n`).join('');
  };
  const redraw = (above = ''): void => {
    const start = top();
    terminal.write(HIDE_CURSOR + start + above + block());
  };
  const stop = terminal.onResize(() => redraw());

  return {
    event(event) {
      now = Math.max(now, event.at);
      if (event.type === 'run') began = event.at;
      if (event.type === 'log')
        redraw(`${paint('dim', `${shortAddress(event.line.address)} |`)} ${event.line.message}\n`);
      if (event.type !== 'failure') return;
      failures += 1;
      if (failures <= FAILURES) redraw(`${paint('red', failure(event))}\n`);
      if (failures === FAILURES) redraw(`${paint('red', 'further failures are counted and not shown')}\n`);
    },
    show(nodes, at) {
      now = at;
      rows = rowsOf(nodes);
      redraw();
    },
    close() {
      stop();
      redraw();
      terminal.write(SHOW_CURSOR);
    },
  };
}

/** A one-step body is told by its foreach; a choose says nothing by itself. */
function rowsOf(nodes: readonly NodeProgress[]): readonly Row[] {
  return nodes.flatMap((node, i) => {
    if (node.kind === 'choose') return [];
    const parent = nodes.findLast(
      (other, j) => j < i && other.kind === 'foreach' && node.id.startsWith(`${other.id}/`),
    );
    const siblings = parent ? nodes.filter(({ id }) => id.startsWith(`${parent.id}/`)) : [];
    if (parent && siblings.length === 1) return [];
    const name = parent ? node.id.slice(parent.id.length + 1) : node.id;
    return [{ node, name, items: parent !== undefined || node.kind === 'foreach' }];
  });
}

/** As many rows as there is room for: those that run and those that failed first, then those around them. */
function fit(rows: readonly Row[], room: number): readonly Row[] {
  if (rows.length <= room) return rows;
  const weight = ({ node }: Row): number => ['running', 'failed', 'waiting', 'done'].indexOf(node.state);
  const chosen = new Set([...rows].sort((a, b) => weight(a) - weight(b)).slice(0, room));
  return rows.filter((row) => chosen.has(row));
}
