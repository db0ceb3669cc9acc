import { readFile } from 'node:fs/promises';
import { text as textOf } from 'node:stream/consumers';
import type { Json } from '@flowmap/asl/language';
import { Mistake } from '../mistake.js';
import { jsonPlaces, placeOf } from './json-places.js';

/** A JSON text and what it holds. */
export interface JsonText {
  /** As people know it: the path that was given, or `standard input`. */
  readonly name: string;
  readonly text: string;
  readonly value: Json;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'it may not be read',
};

/** The text of a file, or of standard input for `-`. Throws a {@link Mistake} that names it. */
export async function readText(path: string): Promise<{ readonly name: string; readonly text: string }> {
  if (path === '-') return { name: 'standard input', text: await textOf(process.stdin) };
  try {
    // A byte order mark is no part of the text.
    return { name: path, text: (await readFile(path, 'utf8')).replace(/^\ufeff/, '') };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Mistake(`Cannot read ${path}: ${REASONS[code ?? ''] ?? message}.`, undefined, error);
  }
}

/** Reads a JSON file. Throws a {@link Mistake} with the line and column of the first mistake in it. */
export async function readJson(path: string): Promise<JsonText> {
  const { name, text } = await readText(path);
  return { name, text, value: parseJson(name, text) };
}

/** The value of a JSON text. Throws a {@link Mistake} with line and column; `name` says whose text it is. */
export function parseJson(name: string, text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    const { offset, message } = jsonPlaces(text).mistake ?? { offset: 0, message: (error as Error).message };
    const { line, column } = placeOf(text, offset);
    const hint = /\.ya?ml$/iu.test(name)
      ? 'YAML is not read; convert the file to JSON first.'
      : excerpt(text, line, column);
    throw new Mistake(`${name}:${line}:${column}: this is no JSON: ${message}.`, hint, error);
  }
}

/** Characters of a line that are shown on either side of a place. */
const AROUND = 60;

/** The line with a caret below the place. */
function excerpt(text: string, line: number, column: number): string {
  const whole = text.split(/\r?\n/u)[line - 1] ?? '';
  const start = Math.max(0, column - 1 - AROUND);
  const gutter = `${line} | `;
  const caret = `${' '.repeat(2 + gutter.length)}${whole.slice(start, column - 1).replace(/[^\t]/gu, ' ')}^`;
  return `${gutter}${whole.slice(start, column - 1 + AROUND)}\n${caret}`;
}
