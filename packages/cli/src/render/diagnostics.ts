import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Diagnostic } from '@flowmap/graph';
import type { Paint } from './paint.js';

/** Findings as a person reads them: place, code, sentence, the author's line, and what to do. Errors come first. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], file: string, paint: Paint): string {
  const ordered = [...diagnostics].sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'));
  return ordered.map((diagnostic) => `${render(diagnostic, file, paint)}\n`).join('\n');
}

/** `2 errors, 1 warning` */
export function countDiagnostics(diagnostics: readonly Diagnostic[]): string {
  const counts = (['error', 'warning'] as const).flatMap((severity) => {
    const { length } = diagnostics.filter((diagnostic) => diagnostic.severity === severity);
    return length === 0 ? [] : [`${length} ${severity}${length === 1 ? '' : 's'}`];
  });
  return counts.join(', ') || 'no errors';
}

function render({ code, severity, at, message, hint, place }: Diagnostic, file: string, paint: Paint): string {
  const where = place === undefined ? file : shorten(place);
  const level = paint(severity === 'error' ? 'red' : 'yellow', severity);
  // The message may speak of the node by another name, or not at all.
  const node = at === '' || message.includes(at) ? '' : `${at}: `;
  const head = `${paint('cyan', where)} ${level} ${paint('dim', code)} ${node}${message}`;
  return [head, ...frame(place, paint), ...(hint === undefined ? [] : [`  ${hint}`])].join('\n');
}

function shorten(place: string): string {
  const { path, line, column } = parse(place);
  return path === undefined ? place : `${relative(process.cwd(), path) || path}:${line}:${column}`;
}

/** The author's line with a caret below. */
function frame(place: string | undefined, paint: Paint): readonly string[] {
  const { path, line, column } = parse(place ?? '');
  const text = path === undefined ? undefined : lineOf(path, line);
  if (text === undefined) return [];
  const gutter = `  ${line} | `;
  const caret = `${' '.repeat(gutter.length)}${text.slice(0, column - 1).replace(/[^\t]/gu, ' ')}^`;
  return [paint('dim', gutter) + text, paint('red', caret)];
}

function parse(place: string): { readonly path?: string; readonly line: number; readonly column: number } {
  const [, path, line, column] = /^(.+):(\d+):(\d+)$/su.exec(place) ?? [];
  return { ...(path !== undefined && { path }), line: Number(line), column: Number(column) };
}

function lineOf(path: string, line: number): string | undefined {
  try {
    return readFileSync(path, 'utf8').split(/\r?\n/u)[line - 1];
  } catch {
    return undefined;
  }
}
