import type { Expression } from './types.js';

/** A field that takes a number, from an expression: a literal stays one, so that a definition says it plainly. */
export function numberField(expression: Expression): number | string {
  const number = literalNumber(expression);
  return number ?? `{% ${expression} %}`;
}

/** The lower of a number and what an expression gives; worked out at once where that is a literal. */
export function atMost(expression: Expression, most: number): Expression {
  const number = literalNumber(expression);
  return number === undefined ? `$min([${expression}, ${most}])` : String(Math.min(number, most));
}

function literalNumber(expression: Expression): number | undefined {
  const number = Number(expression);
  return expression.trim() === '' || Number.isNaN(number) ? undefined : number;
}
