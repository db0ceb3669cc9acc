import type { Terminal } from '../../src/io.js';

const ESCAPE = '\u001b';

/** What is written, in pieces: an escape sequence, a line break, or text. */
const PARTS = new RegExp(`${ESCAPE}\\[[?\\d]*[A-Za-z]|\\n|\\r|[^${ESCAPE}\\n\\r]+`, 'gu');

/** A terminal with a screen that can be looked at: it knows what the live view writes, wraps, scrolls, and reflows when it is resized. */
export class Screen implements Terminal {
  #columns: number;
  readonly #rows: number;
  /** Logical lines, each as long as it was written. */
  #lines: string[] = [''];
  /** The cursor, counted in physical rows from the last one. */
  #up = 0;
  readonly #listeners = new Set<() => void>();
  hidden = false;

  constructor(columns: number, rows: number) {
    this.#columns = columns;
    this.#rows = rows;
  }

  columns(): number {
    return this.#columns;
  }

  rows(): number {
    return this.#rows;
  }

  onResize(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  resize(columns: number): void {
    this.#columns = columns;
    for (const listener of this.#listeners) listener();
  }

  write(text: string): void {
    for (const [part] of text.matchAll(PARTS)) this.#take(part);
  }

  /** The physical rows of all that was ever written, those above the screen too. */
  shown(): string[] {
    return this.#physical().map((row) => row.trimEnd());
  }

  #take(part: string): void {
    if (part === '\n') this.#newLine();
    else if (part === '\r') return;
    else if (part === '\u001b[?25l') this.hidden = true;
    else if (part === '\u001b[?25h') this.hidden = false;
    else if (part.endsWith('A')) this.#up = Math.min(this.#rows - 1, this.#up + Number(part.slice(2, -1)));
    else if (part === '\u001b[0J') this.#clearBelow();
    else if (!part.startsWith('\u001b')) this.#lines.push((this.#lines.pop() ?? '') + part);
  }

  #newLine(): void {
    if (this.#up !== 0) throw new Error('wrote above the end');
    this.#lines.push('');
  }

  #physical(): string[] {
    return this.#lines.flatMap((line) =>
      line === '' ? [''] : (line.match(new RegExp(`.{1,${this.#columns}}`, 'gu')) ?? []),
    );
  }

  #clearBelow(): void {
    const rows = this.#physical();
    const kept = rows.slice(0, rows.length - 1 - this.#up);
    this.#lines = [...kept, ''];
    this.#up = 0;
  }
}
