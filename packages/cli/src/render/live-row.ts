import type { NodeProgress, NodeState } from '@flowmap/local';
import type { Paint, Style } from './paint.js';
import { duration, rate } from './words.js';

/** A line of the live view. */
export interface Row {
  readonly node: NodeProgress;
  /** Its id without the foreach around it. */
  readonly name: string;
  /** Whether it counts items or tasks, not one task. */
  readonly items: boolean;
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const MARKS: { readonly [state in NodeState]: readonly [mark: string, style: Style] } = {
  waiting: ['·', 'dim'],
  running: ['', 'cyan'],
  done: ['✔', 'green'],
  failed: ['✘', 'red'],
  stopped: ['–', 'yellow'],
};
const BAR_WIDTH = 20;

/** The room that rows have. */
export interface Layout {
  /** Columns of a row. */
  readonly width: number;
  /** Columns of them for the name, indentation included. */
  readonly names: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The columns that names get: what the longest needs, at most two fifths of the width. */
export function nameColumns(rows: readonly Row[], width: number): number {
  const longest = Math.max(0, ...rows.map(({ node, name }) => indentOf(node).length + name.length));
  return Math.min(longest, Math.max(8, Math.floor(width * 0.4)));
}

/** A row with the number of columns that it takes. */
export function paintRow(row: Row, { width, names, now }: Layout, paint: Paint): { text: string; width: number } {
  const { node, items } = row;
  const [still, style] = MARKS[node.state];
  const mark = still || (FRAMES[Math.floor(now / 100) % FRAMES.length] ?? '');
  const indent = indentOf(node);
  const room = Math.max(1, names - indent.length);
  const name = cut(row.name, room).padEnd(room);
  const parts: readonly (readonly [text: string, style?: Style])[] = [
    [`${indent}${mark} `, style],
    [`${name} `],
    ...(items ? counts(node, width - indent.length - name.length - 3) : []),
    ...span(node, now),
  ];
  return join(parts, width, paint);
}

function indentOf({ depth }: NodeProgress): string {
  return '  '.repeat(depth);
}

function counts(node: NodeProgress, room: number): readonly (readonly [string, Style?])[] {
  const { total, done, running, failed, kind, rate: pace } = node;
  if (node.state === 'waiting') return [];
  const words: (readonly [string, Style?])[] = [[`${done + failed}${total === undefined ? '' : `/${total}`}`]];
  if (running > 0) words.push([`  ${running} running`, 'cyan']);
  if (failed > 0) words.push([`  ${failed} failed`, 'red']);
  if (pace !== undefined && kind === 'foreach') words.push([`  ${rate(pace)}`]);
  const taken = words.reduce((sum, [text]) => sum + text.length, 0);
  const bar = total !== undefined && total > 0 && kind === 'foreach' && room - taken > BAR_WIDTH + 12;
  return bar ? [[`${drawBar((done + failed) / total)} `, 'dim'], ...words] : words;
}

function drawBar(share: number): string {
  const full = Math.floor(Math.min(1, share) * BAR_WIDTH);
  return '█'.repeat(full) + '░'.repeat(BAR_WIDTH - full);
}

function span({ started, ended, state }: NodeProgress, now: number): readonly (readonly [string, Style])[] {
  if (started === undefined) return [];
  const end = state === 'running' ? now : (ended ?? now);
  return [[`  ${duration(Math.max(0, end - started))}`, 'dim']];
}

/** Puts parts together, cut where the width ends. */
function join(
  parts: readonly (readonly [string, Style?])[],
  width: number,
  paint: Paint,
): { text: string; width: number } {
  let text = '';
  let used = 0;
  for (const [part, style] of parts) {
    const room = width - used;
    if (room <= 0) break;
    const piece = cut(part, room);
    text += style ? paint(style, piece) : piece;
    used += piece.length;
  }
  return { text, width: used };
}

/** Text of at most so many characters. */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}
