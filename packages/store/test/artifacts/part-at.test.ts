import { expect, test } from '@jest/globals';
import { partAt } from '../../src/artifacts/value-path.js';

test('follows own properties, into lists too', () => {
  expect(partAt({ a: { b: [10, 20] } }, ['a', 'b', '1'])).toBe(20);
  expect(partAt([1, 2, 3], ['length'])).toBe(3);
  expect(partAt(7, [])).toBe(7);
});

test.each([
  ['a missing property', { a: 1 }, ['b']],
  ['below a missing property', { a: 1 }, ['b', 'c']],
  ['below a scalar', { a: 1 }, ['a', 'toFixed']],
  ['below null', { a: null }, ['a', 'b']],
  ['an inherited property', { a: 1 }, ['constructor', 'name']],
])('%s is undefined', (_, value, path) => expect(partAt(value, path)).toBeUndefined());
