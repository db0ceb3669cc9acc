/** What separates fields, by its name as a CSVDelimiter. Source: AWS Step Functions developer guide, "ItemReader". */
export const DELIMITERS: Readonly<Record<string, string>> = {
  COMMA: ',',
  PIPE: '|',
  SEMICOLON: ';',
  SPACE: ' ',
  TAB: '\t',
};

/**
 * Splits a delimited text into records of fields as the service does: RFC 4180 with rules of its own, which the libraries
 * for CSV do not have. Two quotes stand for one, also in a field without quotes around it, where a single one stands
 * for itself. A backslash lets a backslash, a quote or a delimiter stand for itself, and is dropped before anything else.
 * Empty lines are left out; that is not recorded.
 *
 * Source: AWS Step Functions developer guide, "How Step Functions parses input CSV files".
 */
export async function* csvRecords(text: AsyncIterable<string>, delimiter: string): AsyncGenerator<readonly string[]> {
  const splitter = new Splitter(delimiter);
  for await (const chunk of text) yield* splitter.split(chunk);
  yield* splitter.rest();
}

class Splitter {
  readonly #delimiter: string;
  /** Characters that mean something, outside of quotes and inside. */
  readonly #special: RegExp;
  readonly #specialInQuotes = /["\\]/g;
  #fields: string[] = [];
  #field = '';
  /** Whether anything of the field has been seen: a quote before that begins it. */
  #hasBegun = false;
  /** Whether delimiters and ends of lines belong to the field. */
  #isQuoted = false;
  #isRecordComplete = false;
  /** A character at the end of a chunk whose meaning depends on the next one. */
  #pending = '';

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
    this.#special = new RegExp(`["\\\\\\n\\r${delimiter === '|' ? '\\|' : delimiter}]`, 'g');
  }

  *split(chunk: string): Generator<readonly string[]> {
    const text = this.#pending + chunk;
    this.#pending = '';
    let i = 0;
    while (i < text.length) {
      const special = this.#isQuoted ? this.#specialInQuotes : this.#special;
      special.lastIndex = i;
      const found = special.exec(text)?.index ?? text.length;
      if (found > i) this.#append(text.slice(i, found));
      const character = text[found];
      if (character === undefined) return;
      const next = text[found + 1];
      if (next === undefined && character !== this.#delimiter && character !== '\n') {
        this.#pending = character;
        return;
      }
      i = found + this.#take(character, next);
      if (this.#isRecordComplete) yield* this.#record();
    }
  }

  /** What is left when the text has ended. */
  *rest(): Generator<readonly string[]> {
    if (this.#pending !== '') this.#take(this.#pending, undefined);
    yield* this.#record();
  }

  #append(text: string): void {
    this.#field += text;
    this.#hasBegun = true;
  }

  /** Takes a character that means something; gives how many are used up with it. */
  #take(character: string, next: string | undefined): number {
    switch (character) {
      case '"':
        if (this.#hasBegun && next === '"') {
          this.#append('"');
          return 2;
        }
        if (this.#isQuoted) this.#isQuoted = false;
        else if (this.#hasBegun) this.#append('"');
        else this.#isQuoted = true;
        this.#hasBegun = true;
        return 1;
      case '\\': {
        const stands = next === '\\' || next === '"' || next === this.#delimiter;
        this.#append(stands ? next : '');
        return stands ? 2 : 1;
      }
      case '\n':
      case '\r':
        this.#isRecordComplete = true;
        return character === '\r' && next === '\n' ? 2 : 1;
      default:
        this.#endField();
        return 1;
    }
  }

  #endField(): void {
    this.#fields.push(this.#field);
    this.#field = '';
    this.#hasBegun = false;
    this.#isQuoted = false;
  }

  *#record(): Generator<readonly string[]> {
    this.#isRecordComplete = false;
    if (!this.#hasBegun && this.#fields.length === 0) return;
    this.#endField();
    const fields = this.#fields;
    this.#fields = [];
    yield fields;
  }
}
