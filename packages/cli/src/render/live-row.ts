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
};
const NAME_WIDTH = 24;
const BAR_WIDTH = 20;

/** A row in at most `width` columns, with the number of columns that it takes. */
export function paintRow(
  { node, name: short, items }: Row,
  width: number,
  now: number,
  paint: Paint,
): { text: string; width: number } {
  const [still, style] = MARKS[node.state];
  const mark = still || (FRAMES[Math.floor(now / 100) % FRAMES.length] ?? '');
  const indent = '  '.repeat(node.depth);
  const name = short.padEnd(Math.max(0, NAME_WIDTH - indent.length));
  const parts: readonly (readonly [text: string, style?: Style])[] = [
    [`${indent}${mark} `, style],
    [`${name} `],
    ...(items ? counts(node, width - indent.length - name.length - 3) : []),
    ...span(node, now),
  ];
  return join(parts, width, paint);
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
    const piece = part.length > room ? `${part.slice(0, Math.max(0, room - 1))}…` : part;
    text += style ? paint(style, piece) : piece;
    used += piece.length;
  }
  return { text, width: used };
}
