import type { Finding } from '@flowmap/deploy';
import type { Paint } from './paint.js';

const STYLE = { ok: 'green', warning: 'yellow', error: 'red' } as const;

/** What an examination found, a line each, with what to do below; and how much of it is not well. */
export function renderFindings(findings: readonly Finding[], paint: Paint): string {
  const widest = Math.max(...findings.map(({ about }) => about.length));
  const lines = findings.map(({ level, about, message, hint }) => {
    const head = `${paint(STYLE[level], level.padEnd(7))}  ${paint('dim', about.padEnd(widest))}  ${message}\n`;
    return hint === undefined ? head : `${head}${' '.repeat(widest + 11)}${hint}\n`;
  });
  return `${lines.join('')}\n${summary(findings)}\n`;
}

function summary(findings: readonly Finding[]): string {
  const counts = (['error', 'warning'] as const).flatMap((level) => {
    const { length } = findings.filter((finding) => finding.level === level);
    return length === 0 ? [] : [`${length} ${level}${length === 1 ? '' : 's'}`];
  });
  return counts.length === 0 ? 'All is well.' : counts.join(', ');
}
