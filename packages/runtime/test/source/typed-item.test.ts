import { describe, expect, test } from '@jest/globals';
import type { ColumnType, ItemSource } from '@flowmap/graph';
import { typedItem } from '../../src/source/typed-item.js';

function field(type: ColumnType, text: string): unknown {
  const source: ItemSource = { source: 's3.csv', bucket: 'b', key: 'k', columns: { x: type } };
  return (typedItem('each', source, { i: 4, v: { x: text, other: 'y' } }) as { readonly x: unknown }).x;
}

describe('a field of a CSV file', () => {
  test.each<[ColumnType, string, unknown]>([
    ['string', '', ''],
    ['string', ' a ', ' a '],
    ['string?', '', null],
    ['integer', '-12', -12],
    ['integer', ' 7 ', 7],
    ['integer?', '', null],
    ['number', '1e3', 1000],
    ['number', '-0.5', -0.5],
    ['boolean', 'TRUE', true],
    ['boolean', '0', false],
    ['boolean?', '', null],
  ])('of type %s: %j is %j', (type, text, value) => {
    expect(field(type, text)).toBe(value);
  });

  test.each<[ColumnType, string]>([
    ['integer', '1.5'],
    ['integer', ''],
    ['integer', '9007199254740993'],
    ['number', 'NaN'],
    ['number', 'Infinity'],
    ['number?', 'x'],
    ['boolean', 'yes'],
  ])('of type %s cannot be %j', (type, text) => {
    expect(() => field(type, text)).toThrow(`item 4 of each has ${JSON.stringify(text)} in the column x`);
  });
});

test('rows keep the columns that were named', () => {
  const source: ItemSource = { source: 's3.csv', bucket: 'b', key: 'k', columns: { b: 'integer', a: 'string' } };
  expect(typedItem('each', source, { i: 0, v: { a: 'x', b: '1', c: 'z' } })).toEqual({ b: 1, a: 'x' });
});

test('other items are as the service gives them', () => {
  expect(typedItem('each', { source: 's3.jsonl', bucket: 'b', key: 'k' }, { i: 0, v: [1] })).toEqual([1]);
});
