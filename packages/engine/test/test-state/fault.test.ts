import { expect, test } from '@jest/globals';
import { faultIn } from '../../src/test-state/shapes/fault.js';
import { BOOLEAN, list, map, number, oneOf, structure, text, TIME } from '../../src/test-state/shapes/shape.js';

const SHAPE = structure(
  {
    Name: text({ least: 2, most: 4 }),
    Kind: oneOf('A', 'B'),
    Size: number({ least: 1, most: 3 }),
    Open: BOOLEAN,
    Since: TIME,
    Parts: list(structure({ Weight: number() }, ['Weight'])),
    Tags: map(text()),
  },
  ['Name'],
);

test.each([
  [{ Name: 'ab' }, undefined],
  [{ Name: 'ab', Unknown: {} }, undefined],
  [{ Name: 'ab', Size: null }, undefined],
  [{ Name: 'ab', Since: '2025-01-01T00:00:00Z' }, undefined],
  [{ Name: 'ab', Since: 1735689600.5 }, undefined],
  [{ Name: 'a' }, `Field 'Name' is smaller than the minimum length`],
  [{ Name: 'abcde' }, `Field 'Name' exceeds the maximum length`],
  [{ Name: 1 }, `Field 'Name' must be a string`],
  [{ Name: 'ab', Kind: 'C' }, `Field 'Kind' is not an expected value`],
  [{ Name: 'ab', Size: '1' }, `Field 'Size' must be a number`],
  [{ Name: 'ab', Size: 0 }, `Field 'Size' is less than the minimum value`],
  [{ Name: 'ab', Size: 4 }, `Field 'Size' exceeds the maximum value`],
  [{ Name: 'ab', Open: 'yes' }, `Field 'Open' must be a boolean`],
  [{ Name: 'ab', Since: {} }, `Field 'Since' must be a timestamp`],
  [{ Name: 'ab', Parts: {} }, `Field 'Parts' must be an array`],
  [{ Name: 'ab', Parts: [1] }, `Field 'Parts' must be an object`],
  [{ Name: 'ab', Parts: [{ Weight: 1 }, {}] }, `Required field 'Weight' is missing`],
  [{ Name: 'ab', Tags: [] }, `Field 'Tags' must be an object`],
  [{ Name: 'ab', Tags: { colour: 1 } }, `Field 'colour' must be a string`],
  [{ Size: 'x' }, `Required field 'Name' is missing`],
  ['text', `Field 'result' must be an object`],
])('%j', (value, fault) => {
  expect(faultIn(value, SHAPE, 'STRICT', 'result')).toBe(fault);
});

test('PRESENT looks at the fields that are there', () => {
  expect(faultIn({}, SHAPE, 'PRESENT', 'result')).toBeUndefined();
  expect(faultIn({ Parts: [{}] }, SHAPE, 'PRESENT', 'result')).toBeUndefined();
  expect(faultIn({ Parts: [{ Weight: '1' }] }, SHAPE, 'PRESENT', 'result')).toBe(`Field 'Weight' must be a number`);
});
