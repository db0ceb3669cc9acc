import { describe, expect, test } from '@jest/globals';
import { isExpression, sourceOf, withoutLiterals } from '../../../src/language/syntax/jsonata-string.js';

describe('an expression in a definition', () => {
  test('is the whole string', () => {
    expect(['{% 1 %}', '{%%}', '{%\n1\n%}'].map(isExpression)).toEqual([true, true, true]);
    expect([' {% 1 %}', '{% 1 %} ', '{%}', '1', 7, null].map(isExpression)).toEqual(Array<boolean>(6).fill(false));
    expect(sourceOf('{%  a + 1\n%}')).toBe('a + 1');
  });
});

describe('withoutLiterals', () => {
  test.each([
    [`'a' & b & "c\\"d"`, `    & b &       `],
    ['`a b`.c', '     .c'],
    ['a /* b */ + c', 'a         + c'],
    ['$replace($a, /b"c/i, d)', '$replace($a,       , d)'],
    ['a / b / c', 'a / b / c'],
    ['(a) / 2 & "x / y"', '(a) / 2 &        '],
  ])('%s', (source, expected) => {
    expect(withoutLiterals(source)).toBe(expected);
    expect(expected).toHaveLength(source.length);
  });
});
