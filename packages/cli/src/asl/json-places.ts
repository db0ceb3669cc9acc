/** A place in a text, both counted from 1. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** A JSON text, read for its places alone. */
export interface JsonPlaces {
  /**
   * Where values stand, by their location: `/States/A/Branches[0]/StartAt`; `/` is the whole. An object's field is where its
   * name stands.
   */
  readonly offsets: ReadonlyMap<string, number>;
  /** The first mistake in the text; undefined in JSON. */
  readonly mistake: { readonly offset: number; readonly message: string } | undefined;
}

/** Line and column of an offset. */
export function placeOf(text: string, offset: number): TextPlace {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - before.lastIndexOf('\n') };
}

/** Where a location stands, or the nearest one around it that is known. */
export function offsetOf({ offsets }: JsonPlaces, location: string): number | undefined {
  for (let rest = location; rest !== ''; rest = rest.slice(0, Math.max(rest.lastIndexOf('/'), rest.lastIndexOf('[')))) {
    const offset = offsets.get(rest);
    if (offset !== undefined) return offset;
  }
  return offsets.get('/');
}

const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/uy;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/**
 * Finds the places of a JSON text. Node names the place of a syntax error differently from version to version, or not at all, so
 * this is read by ourselves.
 */
export function jsonPlaces(text: string): JsonPlaces {
  const offsets = new Map<string, number>();
  let at = 0;

  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const [found] = pattern.exec(text) ?? [];
    if (found !== undefined) at += found.length;
    return found;
  };
  const take = (mark: string): boolean => {
    match(SPACE);
    if (!text.startsWith(mark, at)) return false;
    at += mark.length;
    return true;
  };
  const expected = (what: string): never => {
    throw new Mistake(at, at >= text.length ? `the text ends where ${what} should be` : `${what} is expected`);
  };
  const string = (): string => {
    const found = match(STRING);
    if (found !== undefined) return JSON.parse(found) as string;
    return expected(
      text[at] === '"' ? 'a string that ends on its line, with known escapes' : 'a name in double quotes',
    );
  };
  const value = (location: string): void => {
    match(SPACE);
    if (!offsets.has(location)) offsets.set(location, at);
    if (take('{')) fields(location === '/' ? '' : location);
    else if (take('[')) items(location === '/' ? '' : location);
    else if (text[at] === '"') string();
    else if ((match(SCALAR) ?? '') === '') expected('a value');
  };
  const fields = (location: string): void => {
    if (take('}')) return;
    do {
      match(SPACE);
      const start = at;
      const place = `${location}/${string()}`;
      offsets.set(place, start);
      if (!take(':')) expected('a colon');
      value(place);
    } while (take(','));
    if (!take('}')) expected('a comma or }');
  };
  const items = (location: string): void => {
    if (take(']')) return;
    let index = 0;
    do value(`${location}[${index++}]`);
    while (take(','));
    if (!take(']')) expected('a comma or ]');
  };

  try {
    value('/');
    match(SPACE);
    if (at < text.length) expected('the end of the text');
    return { offsets, mistake: undefined };
  } catch (error) {
    if (error instanceof Mistake) return { offsets, mistake: { offset: error.offset, message: error.message } };
    throw error;
  }
}

class Mistake extends Error {
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}
