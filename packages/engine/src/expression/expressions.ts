import { compileExpression, type Expression } from './expression.js';

/** The expressions of one definition: the same one is parsed once. */
export class Expressions {
  readonly #bySource = new Map<string, Expression>();

  /** Parses an expression without the `{% %}` around it. Throws the library's error where it is none. */
  get(source: string): Expression {
    let known = this.#bySource.get(source);
    if (known === undefined) {
      known = compileExpression(source);
      this.#bySource.set(source, known);
    }
    return known;
  }
}
