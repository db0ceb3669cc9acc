/** Why a text is no JSON. Worded and placed as the service's own parser does it. */
export interface JsonFault {
  /** One sentence without the place: `Unrecognized token 'yes': was expecting (...)`. */
  readonly message: string;
  /** The text, and where in it: `[Source: (String)"yes"; line: 1, column: 4]`. */
  readonly location: string;
}

/** Parses JSON. A fault is told by its place, which `JSON.parse` does not always do. */
export function parseJson(text: string): { readonly value: unknown } | { readonly fault: JsonFault } {
  try {
    const value: unknown = JSON.parse(text);
    return { value };
  } catch (error) {
    return { fault: faultOf(text, error) };
  }
}

function faultOf(text: string, error: unknown): JsonFault {
  const reader = new Reader(text);
  try {
    reader.read();
  } catch (found) {
    if (found instanceof Misplaced) return { message: found.message, location: reader.place(found.at) };
    // The reader goes as deep as the text does; a text that is too deep for it is left to JSON.parse.
    if (!(found instanceof RangeError)) throw found;
  }
  const message = error instanceof Error ? error.message : String(error);
  return { message, location: reader.place(text.length) };
}

const VALUES = `JSON String, Number, Array, Object or token 'null', 'true' or 'false'`;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[\p{L}\p{N}_$]+/uy;
const STRING = /"(?:[^"\\]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;

class Misplaced extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** Reads JSON up to its first fault. */
class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): void {
    this.#value();
    this.#blanks();
    if (this.#at < this.#text.length) throw this.#unexpected('expected the end of the text');
  }

  /** A place as the service writes it: of a long text it shows the first 500 characters. */
  place(at: number): string {
    const before = this.#text.slice(0, at).split('\n');
    const cut = this.#text.length > 500 ? `[truncated ${this.#text.length - 500} chars]` : '';
    const column = (before.at(-1) ?? '').length + 1;
    return `[Source: (String)"${this.#text.slice(0, 500)}"${cut}; line: ${before.length}, column: ${column}]`;
  }

  #value(): void {
    this.#blanks();
    const first = this.#text[this.#at];
    if (first === undefined) throw new Misplaced('No content to map due to end-of-input', this.#at);
    if (first === '{') this.#list('}', 'Object', () => this.#entry());
    else if (first === '[') this.#list(']', 'Array', () => this.#value());
    else if (first === '"') this.#string();
    else this.#scalar();
  }

  #scalar(): void {
    if (this.#take(NUMBER) !== undefined) return;
    const word = this.#take(WORD);
    if (word === undefined) throw this.#unexpected(`expected a valid value (${VALUES})`);
    if (word === 'true' || word === 'false' || word === 'null') return;
    throw new Misplaced(`Unrecognized token '${word}': was expecting (${VALUES})`, this.#at);
  }

  #list(close: string, kind: 'Array' | 'Object', element: () => void): void {
    const start = this.#at;
    this.#at += 1;
    if (this.#closes(close, kind, start)) return;
    for (;;) {
      element();
      if (this.#closes(close, kind, start)) return;
      if (this.#text[this.#at] !== ',') throw this.#unexpected(`was expecting comma to separate ${kind} entries`);
      this.#at += 1;
    }
  }

  /** Whether the list ends here; it must not end with the text. */
  #closes(close: string, kind: string, start: number): boolean {
    this.#blanks();
    const next = this.#text[this.#at];
    if (next === undefined) {
      const marker = `expected close marker for ${kind} (start marker at ${this.place(start)})`;
      throw new Misplaced(`Unexpected end-of-input: ${marker}`, this.#at);
    }
    if (next !== close) return false;
    this.#at += 1;
    return true;
  }

  #entry(): void {
    this.#blanks();
    if (this.#text[this.#at] !== '"') throw this.#unexpected('was expecting double-quote to start field name');
    this.#string();
    this.#blanks();
    if (this.#text[this.#at] !== ':') throw this.#unexpected('was expecting a colon to separate field name and value');
    this.#at += 1;
    this.#value();
  }

  #string(): void {
    if (this.#take(STRING) === undefined) {
      throw new Misplaced('Unexpected end-of-input: was expecting closing quote for a string value', this.#at);
    }
  }

  #blanks(): void {
    while (/[ \t\r\n]/.test(this.#text[this.#at] ?? '')) this.#at += 1;
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #unexpected(wanted: string): Misplaced {
    const character = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0);
    if (this.#at >= this.#text.length) return new Misplaced(`Unexpected end-of-input: ${wanted}`, this.#at);
    return new Misplaced(
      `Unexpected character ('${character}' (code ${character.codePointAt(0)})): ${wanted}`,
      this.#at + 1,
    );
  }
}
