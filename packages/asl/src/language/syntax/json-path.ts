/**
 * What is wrong with a JSONPath of the service's dialect, or undefined. It begins with `$` (the data), `$$` (the
 * context) or `$name` (a variable); then come `.name`, `..name`, `.*`, `.['a','b']`, `['a']`, `[0]`, `[-1]`, `[1:2]`,
 * `[0,2]`, `[*]`, `[?(...)]` and functions as `.length()`.
 */
export function pathFault(path: string): string | undefined {
  const root = ROOT.exec(path);
  if (root === null) return 'does not begin with $, $$ or $ and the name of a variable';
  let position = root[0].length;
  while (position < path.length) {
    const end = segmentEnd(path, position);
    if (end === undefined) return `cannot be read from character ${position + 1} on`;
    position = end;
  }
  return undefined;
}

/** Whether a text is a JSONPath; see {@link pathFault}. */
export function isPath(path: string): boolean {
  return pathFault(path) === undefined;
}

/**
 * Whether a path names exactly one place in the data, so that something can be put there: `$`, `.name`, `['name']`,
 * `[0]`; no wildcard, slice, filter or function, and neither the context nor a variable.
 */
export function isReferencePath(path: string): boolean {
  return /^\$(?![$\p{ID_Start}_])/u.test(path) && isPath(path) && REFERENCE.test(path);
}

/** `$`, `$$` or `$name`; `$` must not be followed by what makes neither. */
const ROOT = /^(?:\$\$(?=[.[]|$)|\$[\p{ID_Start}_][\p{ID_Continue}]*|\$(?=[.[]|$))/u;
const NAME = /[^.[\](),'"\s*?:@$]+(?:\(\))?/uy;
const QUOTED = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/uy;
// A slice is tried first: its first number alone would be taken for an index.
const NUMBERS = /(?:-?\d+)?\s*:\s*(?:-?\d+)?(?:\s*:\s*-?\d+)?|-?\d+(?:\s*,\s*-?\d+)*|\*/uy;
const REFERENCE = /^\$(?:\.?\[\s*(?:-?\d+|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\s*\]|\.[^.[\]()*]+)*$/u;

function segmentEnd(path: string, position: number): number | undefined {
  if (path[position] === '[') return bracketEnd(path, position);
  if (path[position] !== '.') return undefined;
  const dots = path[position + 1] === '.' ? 2 : 1;
  const next = position + dots;
  if (path[next] === '*') return next + 1;
  if (path[next] === '[') return bracketEnd(path, next);
  return match(NAME, path, next);
}

function bracketEnd(path: string, open: number): number | undefined {
  const inside = blanksEnd(path, open + 1);
  if (path[inside] === '?') {
    const end = filterEnd(path, inside + 1);
    return end !== undefined && path[end] === ']' ? end + 1 : undefined;
  }
  let end = match(NUMBERS, path, inside);
  if (end === undefined) {
    end = match(QUOTED, path, inside);
    while (end !== undefined && path[blanksEnd(path, end)] === ',') {
      end = match(QUOTED, path, blanksEnd(path, blanksEnd(path, end) + 1));
    }
  }
  if (end === undefined) return undefined;
  end = blanksEnd(path, end);
  return path[end] === ']' ? end + 1 : undefined;
}

/** The end of a filter's balanced parentheses; quoted parentheses do not count. */
function filterEnd(path: string, open: number): number | undefined {
  if (path[open] !== '(') return undefined;
  let depth = 0;
  for (let i = open; i < path.length; i++) {
    if (path[i] === '(') depth++;
    else if (path[i] === ')') {
      depth--;
      if (depth === 0) return blanksEnd(path, i + 1);
    } else if (path[i] === "'" || path[i] === '"') {
      const end = match(QUOTED, path, i);
      if (end === undefined) return undefined;
      i = end - 1;
    }
  }
  return undefined;
}

function blanksEnd(path: string, position: number): number {
  let end = position;
  while (path[end] === ' ') end++;
  return end;
}

function match(pattern: RegExp, path: string, position: number): number | undefined {
  pattern.lastIndex = position;
  return pattern.test(path) ? pattern.lastIndex : undefined;
}
