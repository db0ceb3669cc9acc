import { invalid } from './log-groups.js';
import { matches } from '../access/wildcard.js';

type Test = (value: unknown) => boolean;

/**
 * Understands a pattern for JSON: `{ $.a.b = "x*" && ($.n >= 3 || $.c[0].d EXISTS) }`, with `=`, `!=`, `<`, `>`, `<=`, `>=`, `IS NULL`,
 * `IS TRUE`, `IS FALSE`, `NOT EXISTS`. A message that is no JSON fits none.
 */
export function jsonPattern(pattern: string): (message: string) => boolean {
  const inner = /^\{([\s\S]*)\}$/.exec(pattern)?.[1];
  if (inner === undefined) throw invalid('Invalid filter pattern: a brace is missing.');
  const tokens = [...inner.matchAll(/"(?:[^"\\]|\\.)*"|&&|\|\||[()]|!=|<=|>=|[=<>]|[^\s()&|=<>!"]+/g)].map(
    ([token]) => token,
  );
  const test = expression(tokens);
  if (tokens.length > 0) throw invalid(`Invalid filter pattern: unexpected ${tokens[0] ?? ''}`);
  return (message) => {
    try {
      return test(JSON.parse(message));
    } catch {
      return false;
    }
  };
}

/** Takes tokens from the front: terms joined by `||`, each of factors joined by `&&`. */
function expression(tokens: string[]): Test {
  let left = conjunction(tokens);
  while (tokens[0] === '||') {
    tokens.shift();
    const [one, other] = [left, conjunction(tokens)];
    left = (value) => one(value) || other(value);
  }
  return left;
}

function conjunction(tokens: string[]): Test {
  let left = condition(tokens);
  while (tokens[0] === '&&') {
    tokens.shift();
    const [one, other] = [left, condition(tokens)];
    left = (value) => one(value) && other(value);
  }
  return left;
}

function condition(tokens: string[]): Test {
  const selector = tokens.shift();
  if (selector === '(') {
    const inner = expression(tokens);
    if (tokens.shift() !== ')') throw invalid('Invalid filter pattern: a parenthesis is missing.');
    return inner;
  }
  if (selector?.startsWith('$') !== true)
    throw invalid(`Invalid filter pattern: a selector begins with $: ${selector ?? ''}`);
  const steps = [...selector.slice(1).matchAll(/\.([^.[\]]+)|\[(\d+)\]/g)].map(
    ([, name, index]) => name ?? index ?? '',
  );
  const operator = tokens.shift();
  const operand = operator === 'EXISTS' ? '' : tokens.shift();
  if (operator === undefined || operand === undefined) throw invalid('Invalid filter pattern: it ends too early.');
  const test = comparison(operator, operand);
  return (value) =>
    test(steps.reduce<unknown>((node, step) => (node as Record<string, unknown> | undefined)?.[step], value));
}

function comparison(operator: string, operand: string): Test {
  switch (`${operator} ${operand}`) {
    case 'IS NULL':
      return (value) => value === null;
    case 'IS TRUE':
      return (value) => value === true;
    case 'IS FALSE':
      return (value) => value === false;
    case 'NOT EXISTS':
      return (value) => value === undefined;
    case 'EXISTS ':
      return (value) => value !== undefined;
    default:
  }
  const number = operand.startsWith('"') ? NaN : Number(operand);
  if (operator === '=' || operator === '!=') {
    const text = operand.startsWith('"') ? operand.slice(1, -1).replaceAll(/\\(.)/g, '$1') : operand;
    const equals: Test = (value) =>
      typeof value === 'number'
        ? value === number
        : typeof value === 'string' && matches(text.replaceAll('?', '\u0000'), value);
    return operator === '=' ? equals : (value) => value !== undefined && !equals(value);
  }
  if (Number.isNaN(number)) throw invalid(`Invalid filter pattern: ${operator} ${operand}`);
  const compares: Readonly<Record<string, (value: number) => boolean>> = {
    '<': (value) => value < number,
    '>': (value) => value > number,
    '<=': (value) => value <= number,
    '>=': (value) => value >= number,
  };
  const compare = compares[operator];
  if (compare === undefined) throw invalid(`Invalid filter pattern: ${operator}`);
  return (value) => typeof value === 'number' && compare(value);
}
