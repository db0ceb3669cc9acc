import { at, elements, type Fields, has, isFields } from '../fields.js';
import type { Report } from '../problem.js';
import { isPath } from '../syntax/json-path.js';
import { isTimestamp } from '../syntax/timestamp.js';

const ORDERS = ['Equals', 'LessThan', 'GreaterThan', 'LessThanEquals', 'GreaterThanEquals'];

/** The operators that compare a variable, and what each wants for its value. */
const OPERATORS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ...(['String', 'Numeric', 'Timestamp'] as const).flatMap((kind) =>
    ORDERS.flatMap((order): [string, Kind][] => [
      [`${kind}${order}`, kind],
      [`${kind}${order}Path`, 'Path'],
    ]),
  ),
  ['BooleanEquals', 'Boolean'],
  ['BooleanEqualsPath', 'Path'],
  ['StringMatches', 'String'],
  ...['IsNull', 'IsPresent', 'IsNumeric', 'IsString', 'IsBoolean', 'IsTimestamp'].map((name): [string, Kind] => [
    name,
    'Boolean',
  ]),
]);

type Kind = 'String' | 'Numeric' | 'Timestamp' | 'Boolean' | 'Path';

const WANTED: Readonly<Record<Kind, readonly [string, (value: unknown) => boolean]>> = {
  String: ['a string', (value) => typeof value === 'string'],
  Numeric: ['a number', (value) => typeof value === 'number'],
  Boolean: ['a boolean', (value) => typeof value === 'boolean'],
  Timestamp: ['an RFC3339 timestamp', (value) => typeof value === 'string' && isTimestamp(value)],
  Path: ['a path', (value) => typeof value === 'string' && isPath(value)],
};

/**
 * Reports what is wrong with a JSONPath choice rule: And and Or have a list of rules, Not has one, any other has a
 * Variable and exactly one operator with a value of its kind. Only the outermost rule has Next.
 */
export function checkComparison(rule: Fields, location: string, outermost: readonly string[], report: Report): void {
  const connectives = ['And', 'Or', 'Not'].filter((name) => has(rule, name));
  const operators = Object.keys(rule).filter((name) => OPERATORS.has(name));
  const known = ['Comment', ...outermost, ...connectives, ...operators, ...(operators.length > 0 ? ['Variable'] : [])];
  for (const name of Object.keys(rule)) {
    if (!known.includes(name) && name !== 'Variable') {
      report(at(location, name), `The field '${name}' is not supported in this choice rule`);
    }
  }
  if (connectives.length + operators.length !== 1) {
    report(location, 'A choice rule must have exactly one comparison operator');
  } else if (connectives.length === 1 && has(rule, 'Variable')) {
    report(at(location, 'Variable'), `'Variable' belongs to a comparison, not to ${connectives.join()}`);
  }
  for (const name of connectives) checkConnective(name, rule[name], at(location, name), report);
  for (const name of operators) checkOperator(name, rule[name], at(location, name), report);
  if (operators.length === 0) return;
  const variable = rule['Variable'];
  if (!has(rule, 'Variable')) report(location, `These fields are required: [Variable]`);
  else if (typeof variable !== 'string' || !isPath(variable))
    report(at(location, 'Variable'), `'Variable' must be a path`);
}

function checkConnective(name: string, inner: unknown, location: string, report: Report): void {
  if (name === 'Not') {
    if (isFields(inner)) checkComparison(inner, location, [], report);
    else report(location, `'Not' must be a choice rule`);
    return;
  }
  if (elements(inner).length === 0) report(location, `'${name}' must be a non-empty list of choice rules`);
  for (const [i, rule] of elements(inner).entries()) {
    if (isFields(rule)) checkComparison(rule, `${location}[${i}]`, [], report);
    else report(`${location}[${i}]`, 'A choice rule must be an object');
  }
}

function checkOperator(name: string, value: unknown, location: string, report: Report): void {
  const kind = OPERATORS.get(name);
  if (kind === undefined) return;
  const [wanted, test] = WANTED[kind];
  if (!test(value)) report(location, `'${name}' must be ${wanted}`);
}
