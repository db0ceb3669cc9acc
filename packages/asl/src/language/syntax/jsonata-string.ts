/** Whether a value is a string that the service evaluates: `{%`, an expression, `%}`, and nothing around them. */
export function isExpression(value: unknown): value is `{%${string}%}` {
  return typeof value === 'string' && value.length >= 4 && value.startsWith('{%') && value.endsWith('%}');
}

/** The expression in a string of which {@link isExpression} is true, without blanks around it. */
export function sourceOf(expression: string): string {
  return expression.slice(2, -2).trim();
}

/** A JSONata expression with the contents of its strings, quoted names, comments and patterns blanked out. */
export function withoutLiterals(source: string): string {
  return source.replace(LITERAL, (literal, operator: string | undefined) =>
    operator === undefined ? ' '.repeat(literal.length) : operator.padEnd(literal.length),
  );
}

// A slash begins a pattern only where an operand may stand: after an operator, a comma or an opening bracket.
const LITERAL =
  /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|\/\*[\s\S]*?\*\/|([,(=~>:;?{[&|]\s*)\/(?:[^/\\]|\\.)+\/[im]*/g;
