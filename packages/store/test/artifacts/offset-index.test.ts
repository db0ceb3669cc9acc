import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { offsetIndex } from '../../src/artifacts/offset-index.js';

/** The ends of lines as a reader finds them. */
function ends(lengths: readonly number[]): number[] {
  const index = offsetIndex();
  for (const length of lengths) index.add(length);
  const bytes = Buffer.concat([...index.chunks()]);
  expect(index.count).toBe(lengths.length);
  expect(index.bytes).toBe(lengths.reduce((sum, length) => sum + length, 0));
  return Array.from({ length: bytes.length / 8 }, (_, at) => Number(bytes.readBigUInt64LE(at * 8)));
}

function sums(lengths: readonly number[]): number[] {
  let sum = 0;
  return lengths.map((length) => (sum += length));
}

test('an index gives back the end of every line', () => {
  const length = fc.oneof(
    fc.integer({ min: 1, max: 300 }),
    fc.constantFrom(1, 127, 128, 129, 16_383, 16_384, 2 ** 31, 2 ** 32, 2 ** 40),
  );
  fc.assert(
    fc.property(fc.array(length, { maxLength: 200 }), (lengths) => expect(ends(lengths)).toEqual(sums(lengths))),
  );
});

test.each([8191, 8192, 8193, 70_000, 140_001])('%i lines, over chunks and blocks', (count) => {
  const lengths = Array.from({ length: count }, (_, k) => 1 + ((k * 7919) % 20_000));
  expect(ends(lengths)).toEqual(sums(lengths));
});
