import { invalid } from './log-groups.js';
import { jsonPattern } from './json-pattern.js';

/**
 * Understands a filter pattern: terms that a message has to contain, in quotes where they are more than letters and digits; `?` before a
 * term for one of several, `-` for one that must not be there; or in braces what a message's JSON has to say. Throws
 * `InvalidParameterException`. Patterns in brackets and regular expressions are refused by name.
 */
export function filterPattern(pattern: string): (message: string) => boolean {
  const trimmed = pattern.trim();
  if (trimmed.startsWith('{')) return jsonPattern(trimmed);
  if (trimmed.startsWith('[') || trimmed.startsWith('%')) {
    throw invalid('Filter patterns in brackets and regular expressions are not implemented here.');
  }
  const terms = termsOf(trimmed);
  const of = (kind: Term['kind']): readonly string[] =>
    terms.filter((term) => term.kind === kind).map(({ text }) => text);
  const [all, any, none] = [of('all'), of('any'), of('none')];
  return (message) =>
    all.every((text) => message.includes(text)) &&
    (any.length === 0 || any.some((text) => message.includes(text))) &&
    !none.some((text) => message.includes(text));
}

interface Term {
  readonly kind: 'all' | 'any' | 'none';
  readonly text: string;
}

function termsOf(pattern: string): readonly Term[] {
  const terms: Term[] = [];
  const token = /\s*([?-]?)(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))/y;
  while (token.lastIndex < pattern.length) {
    const at = token.lastIndex;
    const [, sign = '', quoted, bare] = token.exec(pattern) ?? [];
    if (quoted === undefined && bare === undefined) throw invalidPattern(pattern.slice(at));
    if (bare !== undefined && !/^[A-Za-z0-9_]+$/.test(bare)) throw invalidPattern(bare);
    const text = quoted?.replaceAll(/\\(.)/g, '$1') ?? bare ?? '';
    terms.push({ kind: sign === '?' ? 'any' : sign === '-' ? 'none' : 'all', text });
  }
  return terms;
}

function invalidPattern(at: string): Error {
  return invalid(
    `Invalid filter pattern: terms with other than letters, digits and underscores are put in quotes: ${at}`,
  );
}
