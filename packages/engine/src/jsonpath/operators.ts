import { isTimestamp, type Json } from '@flowmap/asl/language';

/** Compares a Choice's Variable with an operand. What is not of the operator's type never compares. */
export type Operator = (operand: Json) => (variable: Json) => boolean;

/** Tests of a Variable's type; each is compared with the rule's own true or false. */
export const TESTS: Readonly<Record<string, (variable: Json) => boolean>> = {
  IsNull: (variable) => variable === null,
  IsString: (variable) => typeof variable === 'string',
  IsNumeric: (variable) => typeof variable === 'number',
  IsBoolean: (variable) => typeof variable === 'boolean',
  IsTimestamp: (variable) => typeof variable === 'string' && isTimestamp(variable),
};

/** Undefined for a value that is not of the type. */
type Typed<T> = (value: Json) => T | undefined;

const text: Typed<string> = (value) => (typeof value === 'string' ? value : undefined);
const number: Typed<number> = (value) => (typeof value === 'number' ? value : undefined);
const boolean: Typed<boolean> = (value) => (typeof value === 'boolean' ? value : undefined);
const instant: Typed<number> = (value) =>
  typeof value === 'string' && isTimestamp(value) ? Date.parse(value) : undefined;

/** The comparing operators, by name. Each also exists with the ending Path, which reads its operand from the data. */
export const OPERATORS: Readonly<Record<string, Operator>> = {
  ...ordered('String', text),
  ...ordered('Numeric', number),
  ...ordered('Timestamp', instant),
  BooleanEquals: compare(boolean, (left, right) => left === right),
  StringMatches: (operand) => {
    const matches = typeof operand === 'string' ? pattern(operand) : undefined;
    return (variable) => typeof variable === 'string' && matches?.(variable) === true;
  },
};

function ordered<T extends string | number>(type: string, read: Typed<T>): Record<string, Operator> {
  return {
    [`${type}Equals`]: compare(read, (left, right) => left === right),
    [`${type}LessThan`]: compare(read, (left, right) => left < right),
    [`${type}GreaterThan`]: compare(read, (left, right) => left > right),
    [`${type}LessThanEquals`]: compare(read, (left, right) => left <= right),
    [`${type}GreaterThanEquals`]: compare(read, (left, right) => left >= right),
  };
}

function compare<T>(read: Typed<T>, holds: (left: T, right: T) => boolean): Operator {
  return (operand) => {
    const right = read(operand);
    return (variable) => {
      const left = read(variable);
      return left !== undefined && right !== undefined && holds(left, right);
    };
  };
}

/** Matches texts against a pattern in which `*` stands for any text, and a backslash takes the next character as it is. */
function pattern(source: string): (value: string) => boolean {
  const pieces: string[] = [];
  let piece = '';
  for (let i = 0; i < source.length; i += 1) {
    if (source[i] === '*') {
      pieces.push(piece);
      piece = '';
    } else {
      if (source[i] === '\\' && i + 1 < source.length) i += 1;
      piece += source.charAt(i);
    }
  }
  pieces.push(piece);
  const [first = '', ...rest] = pieces;
  const last = rest.pop();
  if (last === undefined) return (value) => value === first;
  return (value) => {
    if (!value.startsWith(first)) return false;
    let position = first.length;
    for (const piece of rest) {
      const found = value.indexOf(piece, position);
      if (found === -1) return false;
      position = found + piece.length;
    }
    return value.length - position >= last.length && value.endsWith(last);
  };
}
