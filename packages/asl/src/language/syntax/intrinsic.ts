import type { Json } from '../types.js';
import { parsePath } from './json-path.js';
import { literalValue } from './literal.js';
import type { PathTree } from './path-tree.js';

/** A parsed call of an intrinsic function. */
export interface IntrinsicCall {
  readonly kind: 'call';
  /** Without `States.` before it: `Format`. */
  readonly name: string;
  readonly arguments: readonly IntrinsicArgument[];
}

/** An argument of an intrinsic function. */
export type IntrinsicArgument =
  | IntrinsicCall
  | { readonly kind: 'path'; readonly text: string; readonly path: PathTree }
  /** `escaped` is a string as it is written, for the braces of a template: `\\{` is none. */
  | { readonly kind: 'value'; readonly value: Json; readonly escaped?: string };

/** An intrinsic function of JSONPath states: how many arguments it takes, and whether its result is a string. */
interface Intrinsic {
  readonly least: number;
  readonly most: number;
  readonly text?: true;
}

/** Source: AWS Step Functions developer guide, "Intrinsics for JSONPath states"; the set is closed. */
const INTRINSICS: ReadonlyMap<string, Intrinsic> = new Map<string, Intrinsic>([
  ['Array', { least: 0, most: Infinity }],
  ['ArrayContains', { least: 2, most: 2 }],
  ['ArrayGetItem', { least: 2, most: 2, text: true }],
  ['ArrayLength', { least: 1, most: 1 }],
  ['ArrayPartition', { least: 2, most: 2 }],
  ['ArrayRange', { least: 3, most: 3 }],
  ['ArrayUnique', { least: 1, most: 1 }],
  ['Base64Decode', { least: 1, most: 1, text: true }],
  ['Base64Encode', { least: 1, most: 1, text: true }],
  ['Format', { least: 1, most: Infinity, text: true }],
  ['Hash', { least: 2, most: 2, text: true }],
  ['JsonMerge', { least: 3, most: 3 }],
  ['JsonToString', { least: 1, most: 1, text: true }],
  ['MathAdd', { least: 2, most: 2 }],
  ['MathRandom', { least: 2, most: 3 }],
  ['StringSplit', { least: 2, most: 2 }],
  ['StringToJson', { least: 1, most: 1 }],
  ['UUID', { least: 0, most: 0, text: true }],
]);

/** Calls of intrinsic functions within each other. */
const MOST_NESTED = 10;

const CALL = /States\.([A-Za-z0-9]+)\(/y;
/** In a string, a backslash stands before a reserved character and nowhere else. */
const LITERAL = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true\b|false\b|null\b|'(?:[^'\\]|\\['{}\\])*'/sy;

/** Parses a call of an intrinsic function, as `States.Format('{}', $.name)`; gives what is wrong with it where it is none. */
export function parseIntrinsic(call: string): IntrinsicCall | string {
  const read = readCall(call, 0, 1);
  if (typeof read === 'string') return read;
  return read.end === call.length ? read.found : `goes on after its closing parenthesis`;
}

/** What is wrong with a call of an intrinsic function, or undefined; see {@link parseIntrinsic}. */
export function intrinsicFault(call: string): string | undefined {
  const parsed = parseIntrinsic(call);
  return typeof parsed === 'string' ? parsed : undefined;
}

/** Whether a call that has no fault gives a string, as far as its name tells. */
export function givesString(call: string): boolean {
  CALL.lastIndex = 0;
  const name = CALL.exec(call)?.[1];
  return name !== undefined && INTRINSICS.get(name)?.text === true;
}

/** What was read, with the position behind it; or what is wrong. */
type Read<T> = { readonly found: T; readonly end: number } | string;

function readCall(text: string, start: number, depth: number): Read<IntrinsicCall> {
  CALL.lastIndex = start;
  const name = CALL.exec(text)?.[1];
  if (name === undefined) return 'is no call of an intrinsic function';
  const intrinsic = INTRINSICS.get(name);
  if (intrinsic === undefined) return `calls States.${name}, which does not exist`;
  if (depth > MOST_NESTED) return `nests more than ${MOST_NESTED} calls`;
  let position = blanksEnd(text, CALL.lastIndex);
  const found: IntrinsicArgument[] = [];
  while (text[position] !== ')') {
    if (found.length > 0) {
      if (text[position] !== ',') return `has no comma or closing parenthesis at character ${position + 1}`;
      position = blanksEnd(text, position + 1);
    }
    const argument = readArgument(text, position, depth);
    if (typeof argument === 'string') return argument;
    found.push(argument.found);
    position = blanksEnd(text, argument.end);
  }
  const count = found.length;
  if (count < intrinsic.least || count > intrinsic.most) return `calls States.${name} with ${count} arguments`;
  return { found: { kind: 'call', name, arguments: found }, end: position + 1 };
}

function readArgument(text: string, start: number, depth: number): Read<IntrinsicArgument> {
  if (text.startsWith('States.', start)) return readCall(text, start, depth + 1);
  LITERAL.lastIndex = start;
  const literal = LITERAL.exec(text)?.[0];
  if (literal !== undefined) return { found: literalOf(literal), end: start + literal.length };
  const end = pathEnd(text, start);
  const path = text.slice(start, end).trimEnd();
  const parsed = parsePath(path);
  if (typeof parsed === 'string') return `has an argument at character ${start + 1} that cannot be read`;
  return { found: { kind: 'path', text: path, path: parsed }, end: start + path.length };
}

function literalOf(text: string): IntrinsicArgument {
  if (!text.startsWith("'")) return { kind: 'value', value: literalValue(text) };
  const escaped = text.slice(1, -1);
  return { kind: 'value', value: withoutEscapes(escaped), escaped };
}

/** A text without its escapes: the reserved characters `'`, `{`, `}` and the backslash may have a backslash before them. */
export function withoutEscapes(text: string): string {
  return text.includes('\\') ? text.replaceAll(/\\(['{}\\])/g, '$1') : text;
}

/** Where a path in a list of arguments ends: at a comma or parenthesis outside its own brackets and quotes. */
function pathEnd(text: string, start: number): number {
  let depth = 0;
  let quote = '';
  for (let i = start; i < text.length; i++) {
    const character = text[i] ?? '';
    if (quote !== '') {
      if (character === '\\') i++;
      else if (character === quote) quote = '';
    } else if (depth > 0 && (character === "'" || character === '"')) quote = character;
    else if (character === '[' || character === '(') depth++;
    else if ((character === ']' || character === ')') && depth > 0) depth--;
    else if (depth === 0 && (character === ',' || character === ')')) return i;
  }
  return text.length;
}

function blanksEnd(text: string, position: number): number {
  let end = position;
  while (text[end] === ' ' || text[end] === '\n' || text[end] === '\t') end++;
  return end;
}
