import { describe, expect, test } from '@jest/globals';
import type { Json } from '@flowmap/asl/language';
import { RuntimeError } from '../../src/expression/template.js';
import { compileComparison } from '../../src/jsonpath/comparison.js';
import { scopeOf } from './scope.js';

function holds(rule: Readonly<Record<string, Json>>, data: Json): boolean {
  const faults: string[] = [];
  const comparison = compileComparison(rule, 'Choices[0]', (fault, place) => faults.push(`${place}: ${fault}`));
  expect(faults).toEqual([]);
  return comparison(scopeOf(data));
}

const NOON = '2024-01-01T12:00:00Z';

describe('a comparison', () => {
  test.each<[string, Json, Json, boolean]>([
    ['StringEquals', 'a', 'a', true],
    ['StringEquals', '1', 1, false],
    ['StringLessThan', 'b', 'a', true],
    ['StringLessThan', 'a', 'a', false],
    ['StringLessThanEquals', 'a', 'a', true],
    ['StringGreaterThan', 'A', 'a', true],
    ['StringGreaterThanEquals', 'b', 'a', false],
    ['NumericEquals', 1, 1, true],
    ['NumericEquals', 1, '1', false],
    ['NumericLessThan', 1.5, 1, true],
    ['NumericLessThanEquals', -1, 0, false],
    ['NumericGreaterThan', 0, null, false],
    ['NumericGreaterThanEquals', 0, 0, true],
    ['BooleanEquals', true, true, true],
    ['BooleanEquals', false, null, false],
    ['TimestampEquals', NOON, '2024-01-01T13:00:00+01:00', true],
    ['TimestampLessThan', NOON, '2024-01-01T11:59:59.999Z', true],
    ['TimestampGreaterThan', NOON, '2024-01-02T00:00:00', false],
    ['TimestampLessThanEquals', NOON, '2024-13-01T12:00:00Z', false],
    ['TimestampGreaterThanEquals', NOON, NOON, true],
    ['StringMatches', 'log-*.txt', 'log-a-b.txt', true],
    ['StringMatches', 'log-*.txt', 'log-.txt.gz', false],
    ['StringMatches', '*', '', true],
    ['StringMatches', 'a*b*a', 'aba', true],
    ['StringMatches', 'a*a', 'a', false],
    ['StringMatches', 'a\\*b', 'a*b', true],
    ['StringMatches', 'a\\*b', 'axb', false],
    ['StringMatches', '\\\\*', '\\x', true],
    ['StringMatches', '1', 1, false],
    ['IsNull', true, null, true],
    ['IsNull', false, 0, true],
    ['IsString', true, '', true],
    ['IsNumeric', true, '1', false],
    ['IsBoolean', false, 'true', true],
    ['IsTimestamp', true, NOON, true],
    ['IsTimestamp', true, '2024-01-01', false],
    ['IsPresent', true, null, true],
    ['IsPresent', false, 0, false],
  ])('%s %j of %j', (operator, operand, value, result) => {
    expect(holds({ Variable: '$.x', [operator]: operand }, { x: value })).toBe(result);
    if (operator.startsWith('Is') || operator === 'StringMatches') return;
    expect(holds({ Variable: '$.x', [`${operator}Path`]: '$.y' }, { x: value, y: operand })).toBe(result);
  });

  test('asks whether something is there', () => {
    expect(holds({ Variable: '$.x.y[2]', IsPresent: true }, { x: { y: [1] } })).toBe(false);
    expect(holds({ Variable: '$.x.y[2]', IsPresent: false }, { x: 1 })).toBe(true);
  });

  test('fails where there is nothing to compare', () => {
    const failure = (path: string): RuntimeError =>
      new RuntimeError(`Invalid path '${path}': The choice state's condition path references an invalid value.`);
    expect(() => holds({ Variable: '$.x', IsNull: true }, {})).toThrow(failure('$.x'));
    expect(() => holds({ Variable: '$.x', StringEqualsPath: '$.y' }, { x: '' })).toThrow(failure('$.y'));
  });
});

describe('rules of rules', () => {
  const positive = { Variable: '$.x', NumericGreaterThan: 0 };
  const missing = { Variable: '$.missing', NumericEquals: 0 };

  test.each<[Record<string, Json>, boolean]>([
    [{ And: [positive, { Variable: '$.x', NumericLessThan: 5 }] }, true],
    [{ Or: [{ Not: positive }, positive] }, true],
    [{ Not: { And: [positive] } }, false],
    [{ And: [{ Not: positive }, missing] }, false],
    [{ Or: [positive, missing] }, true],
  ])('%j', (rule, result) => expect(holds(rule, { x: 1 })).toBe(result));
});

test('a rule with a fault is reported with its place', () => {
  const faults: string[] = [];
  const rule = {
    Or: [
      { Variable: 'x', IsNull: true },
      { Not: { Variable: '$.x', StringEqualsPath: 'y' } },
      { Variable: '$.x', Near: 1 },
    ],
  };
  const comparison = compileComparison(rule, 'Choices[1]', (fault, place) => faults.push(`${place}: ${fault}`));
  expect(faults).toEqual([
    'Choices[1]/Or[0]: The Variable does not begin with $, $$ or $ and the name of a variable',
    'Choices[1]/Or[1]/Not/StringEqualsPath: The path does not begin with $, $$ or $ and the name of a variable',
    'Choices[1]/Or[2]/Near: The field Near is not implemented here',
    'Choices[1]/Or[2]: There is no comparison operator',
  ]);
  expect(comparison(scopeOf({ x: 1 }))).toBe(true);
});
