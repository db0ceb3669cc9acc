import jsonata from 'jsonata';
import { ADDED_FUNCTIONS, PORT_FUNCTIONS, portFunctions } from './functions.js';
import { direct } from './direct/direct.js';
import { LIBRARY } from './direct/syntax.js';
import { guard } from './guard.js';
import { plain, UnsupportedResult } from './plain.js';
import { type Scope, statesOf } from './scope.js';
import type { Json } from '@flowmap/asl/language';

/** A parsed JSONata expression. */
export interface Expression {
  /** Without the `{% %}` around it. */
  readonly source: string;
  /** The library's syntax tree. */
  readonly tree: unknown;
  /** Its value: at once where that is possible without the library. Throws ExpressionError. */
  evaluate(scope: Scope): Json | Promise<Json>;
}

/** What is wrong with the value of an expression, worded as the end of the service's sentence. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}

const MARKED = /^\{%([\s\S]*)%\}$/;

/** The expression in a string of the form `{% ... %}`, or undefined for any other string. */
export function expressionIn(text: string): string | undefined {
  return MARKED.exec(text)?.[1]?.trim();
}

/** Parses an expression. Throws the library's error where it is none. */
export function compileExpression(source: string): Expression {
  const parsed = jsonata(source);
  for (const [name, implementation] of Object.entries(ADDED_FUNCTIONS)) parsed.assign(name, implementation);
  const needsPorts = PORT_FUNCTIONS.test(source);
  const counts = guard(parsed);

  async function throughLibrary(scope: Scope): Promise<Json> {
    const bindings: Record<string, unknown> = { ...scope.variables, states: statesOf(scope) };
    if (counts !== undefined) Object.assign(bindings, counts());
    if (needsPorts) Object.assign(bindings, portFunctions(scope.ports));
    let value: unknown;
    try {
      value = await parsed.evaluate(undefined, bindings);
    } catch (error) {
      throw new ExpressionError(`threw an error during evaluation. ${messageOf(error)}`);
    }
    return checked(value);
  }

  const tree = parsed.ast();
  const shortcut = direct(tree);
  if (shortcut === undefined) return { source, tree, evaluate: throughLibrary };
  return {
    source,
    tree,
    evaluate(scope) {
      const value = shortcut(scope);
      return value === LIBRARY ? throughLibrary(scope) : checked(value);
    },
  };
}

function checked(value: unknown): Json {
  if (value === undefined) throw new ExpressionError('returned nothing (undefined).');
  try {
    return plain(value);
  } catch (error) {
    if (error instanceof UnsupportedResult) throw new ExpressionError('returned an unsupported result type.');
    throw error;
  }
}

/** Code and message of what the library or a function of ours threw. */
export function messageOf(error: unknown): string {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  const text = typeof message === 'string' ? message : String(error);
  return typeof code === 'string' ? `${code}: ${text}` : text;
}
