import { literalValue } from './literal.js';
import type { PathCondition, PathOperand, PathOperator, PathSegment } from './path-tree.js';

/** Reads as many segments of a path as there are from a position on. */
export type ReadSegments = (
  text: string,
  position: number,
) => { readonly segments: readonly PathSegment[]; readonly end: number } | undefined;

/**
 * Reads a filter's condition with the parentheses around it, and gives it with the position behind them; undefined
 * where it is none.
 *
 * Source: AWS Step Functions developer guide, "Paths": comparisons with values, without operators that are words,
 * without regular expressions, and without references to other values of the data.
 */
export function readFilter(
  text: string,
  open: number,
  readSegments: ReadSegments,
): { readonly condition: PathCondition; readonly end: number } | undefined {
  if (text[open] !== '(') return undefined;
  const reader = new FilterReader(text, open + 1, readSegments);
  const condition = reader.either();
  return condition !== undefined && reader.take(')') ? { condition, end: reader.blanksEnd() } : undefined;
}

const OPERATOR = /==|!=|<=|>=|<|>/y;
const LITERAL = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true\b|false\b|null\b/y;
const QUOTED = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/suy;

/** Reads one condition from left to right. */
class FilterReader {
  readonly #text: string;
  readonly #readSegments: ReadSegments;
  #position: number;

  constructor(text: string, position: number, readSegments: ReadSegments) {
    this.#text = text;
    this.#position = position;
    this.#readSegments = readSegments;
  }

  /** Alternatives, joined by `||`. */
  either(): PathCondition | undefined {
    return this.#joined('or', '||', () => this.#joined('and', '&&', () => this.#single()));
  }

  /** Takes a token, with the blanks before it. */
  take(token: string): boolean {
    const position = this.blanksEnd();
    if (!this.#text.startsWith(token, position)) return false;
    this.#position = position + token.length;
    return true;
  }

  blanksEnd(): number {
    let end = this.#position;
    while (this.#text[end] === ' ') end++;
    return end;
  }

  #joined(kind: 'and' | 'or', token: string, part: () => PathCondition | undefined): PathCondition | undefined {
    const conditions: PathCondition[] = [];
    do {
      const condition = part();
      if (condition === undefined) return undefined;
      conditions.push(condition);
    } while (this.take(token));
    return conditions.length === 1 ? conditions[0] : { kind, conditions };
  }

  #single(): PathCondition | undefined {
    if (this.take('!')) {
      const condition = this.#single();
      return condition && { kind: 'not', condition };
    }
    if (this.take('(')) {
      const condition = this.either();
      return condition !== undefined && this.take(')') ? condition : undefined;
    }
    const left = this.#operand();
    if (left === undefined) return undefined;
    this.#position = this.blanksEnd();
    const operator = this.#match(OPERATOR)?.[0] as PathOperator | undefined;
    if (operator === undefined) return left.kind === 'path' ? { kind: 'exists', path: left.path } : undefined;
    const right = this.#operand();
    return right && { kind: 'compare', operator, left, right };
  }

  #operand(): PathOperand | undefined {
    if (this.take('@')) {
      const read = this.#readSegments(this.#text, this.#position);
      if (read === undefined) return undefined;
      this.#position = read.end;
      return { kind: 'path', path: read.segments };
    }
    this.#position = this.blanksEnd();
    const quoted = this.#match(QUOTED);
    if (quoted !== undefined) return { kind: 'value', value: unquoted(quoted[0]) };
    const literal = this.#match(LITERAL);
    return literal && { kind: 'value', value: literalValue(literal[0]) };
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#position;
    const found = pattern.exec(this.#text) ?? undefined;
    if (found !== undefined) this.#position = pattern.lastIndex;
    return found;
  }
}

/** A quoted text without its quotes and escapes: a backslash hides that quote and another backslash, and is one elsewhere. */
export function unquoted(text: string): string {
  const inner = text.slice(1, -1);
  return inner.includes('\\') ? inner.replaceAll(text.startsWith("'") ? /\\([\\'])/g : /\\([\\"])/g, '$1') : inner;
}
