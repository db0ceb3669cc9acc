import { readFilter, unquoted } from './path-filter.js';
import type { PathRoot, PathSegment, PathTree } from './path-tree.js';

/**
 * Parses a JSONPath of the service's dialect; gives what is wrong with it where it is none. It begins with `$` (the
 * data), `$$` (the context) or `$name` (a variable); then come `.name`, `..name`, `.*`, `.['a','b']`, `['a']`, `[0]`,
 * `[-1]`, `[1:2]`, `[0,2]`, `[*]`, `[?(...)]`. What looks like a function, as `.length()`, is a name: the service has
 * no functions in paths, and finds nothing there.
 */
export function parsePath(path: string): PathTree | string {
  const root = ROOT.exec(path)?.[0];
  if (root === undefined) return 'does not begin with $, $$ or $ and the name of a variable';
  const { segments, end } = segmentsFrom(path, root.length, NAME);
  return end === path.length ? { root: rootOf(root), segments } : `cannot be read from character ${end + 1} on`;
}

/** What is wrong with a JSONPath, or undefined; see {@link parsePath}. */
export function pathFault(path: string): string | undefined {
  const parsed = parsePath(path);
  return typeof parsed === 'string' ? parsed : undefined;
}

/** Whether a text is a JSONPath; see {@link parsePath}. */
export function isPath(path: string): boolean {
  return pathFault(path) === undefined;
}

/**
 * Whether a path names exactly one place in the data, so that something can be put there: `$`, `.name`, `['name']`,
 * `[0]`; no wildcard, slice, filter or function, and neither the context nor a variable.
 */
export function isReferencePath(path: string): boolean {
  const parsed = parsePath(path);
  return typeof parsed !== 'string' && parsed.root === '$' && parsed.segments.every(isOnePlace);
}

/** `$`, `$$` or `$name`; `$` must not be followed by what makes neither. */
const ROOT = /^(?:\$\$(?=[.[]|$)|\$[\p{ID_Start}_][\p{ID_Continue}]*|\$(?=[.[]|$))/u;
const NAME = /[^.[\](),'"\s*?:@$]+(?:\(\))?/uy;
/** In a filter, operators follow a name without a blank. */
const FILTER_NAME = /[^.[\](),'"\s*?:@$=<>!&|~]+/uy;
const QUOTED = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/suy;
const SLICE = /(-?\d+)?\s*:\s*(-?\d+)?(?:\s*:\s*(-?\d+))?/y;
const INDEXES = /-?\d+(?:\s*,\s*-?\d+)*/y;

function rootOf(text: string): PathRoot {
  return text === '$' || text === '$$' ? text : { variable: text.slice(1) };
}

function isOnePlace(segment: PathSegment): boolean {
  if (segment.kind === 'indexes') return segment.indexes.length === 1;
  return segment.kind === 'names' && segment.names.length === 1 && segment.looksCalled !== true;
}

/** A segment, with the position behind it. */
type Read = { readonly segment: PathSegment; readonly end: number } | undefined;

/** All segments from a position on; `end` is before what is none. */
function segmentsFrom(text: string, start: number, name: RegExp): { segments: PathSegment[]; end: number } {
  const segments: PathSegment[] = [];
  let end = start;
  for (;;) {
    const isDescent = text.startsWith('..', end);
    const read = isDescent ? readNamed(text, end + 2, name) : readSegment(text, end, name);
    if (read === undefined) return { segments, end };
    if (isDescent) segments.push({ kind: 'descend' });
    segments.push(read.segment);
    end = read.end;
  }
}

function readSegment(text: string, position: number, name: RegExp): Read {
  if (text[position] === '[') return readBracket(text, position);
  return text[position] === '.' ? readNamed(text, position + 1, name) : undefined;
}

/** What may follow a dot. */
function readNamed(text: string, position: number, name: RegExp): Read {
  if (text[position] === '*') return { segment: { kind: 'all' }, end: position + 1 };
  if (text[position] === '[') return readBracket(text, position);
  const found = match(name, text, position)?.[0];
  if (found === undefined) return undefined;
  const looksCalled = found.endsWith('()') ? ({ looksCalled: true } as const) : {};
  return { segment: { kind: 'names', names: [found], ...looksCalled }, end: position + found.length };
}

function readBracket(text: string, open: number): Read {
  const inside = blanksEnd(text, open + 1);
  const read =
    text[inside] === '?' ? readCondition(text, inside + 1) : (readNumbers(text, inside) ?? readNames(text, inside));
  if (read === undefined) return undefined;
  const close = blanksEnd(text, read.end);
  return text[close] === ']' ? { segment: read.segment, end: close + 1 } : undefined;
}

function readCondition(text: string, open: number): Read {
  const read = readFilter(text, open, (inner, position) => {
    const { segments, end } = segmentsFrom(inner, position, FILTER_NAME);
    return inner[end] === '.' || inner[end] === '[' ? undefined : { segments, end };
  });
  return read && { segment: { kind: 'filter', condition: read.condition }, end: read.end };
}

/** A slice is tried first: its first number alone would be taken for an index. */
function readNumbers(text: string, position: number): Read {
  if (text[position] === '*') return { segment: { kind: 'all' }, end: position + 1 };
  const slice = match(SLICE, text, position);
  if (slice !== undefined) {
    const [whole, from, to, step] = slice;
    const segment: PathSegment = {
      kind: 'slice',
      ...(from === undefined ? {} : { from: Number(from) }),
      ...(to === undefined ? {} : { to: Number(to) }),
      ...(step === undefined ? {} : { step: Number(step) }),
    };
    return { segment, end: position + whole.length };
  }
  const found = match(INDEXES, text, position)?.[0];
  if (found === undefined) return undefined;
  return { segment: { kind: 'indexes', indexes: found.split(',').map(Number) }, end: position + found.length };
}

function readNames(text: string, position: number): Read {
  const names: string[] = [];
  let end = position;
  for (;;) {
    const quoted = match(QUOTED, text, end)?.[0];
    if (quoted === undefined) return undefined;
    names.push(unquoted(quoted));
    end += quoted.length;
    const comma = blanksEnd(text, end);
    if (text[comma] !== ',') return { segment: { kind: 'names', names }, end };
    end = blanksEnd(text, comma + 1);
  }
}

function blanksEnd(text: string, position: number): number {
  let end = position;
  while (text[end] === ' ') end++;
  return end;
}

function match(pattern: RegExp, text: string, position: number): RegExpExecArray | undefined {
  pattern.lastIndex = position;
  return pattern.exec(text) ?? undefined;
}
