import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isTimestamp } from '../../../src/language/syntax/timestamp.js';

describe('isTimestamp', () => {
  test('takes every moment as JavaScript writes it', () => {
    const from = new Date('0001-01-01T00:00:00Z');
    const to = new Date('9999-12-31T23:59:59.999Z');
    fc.assert(
      fc.property(fc.date({ min: from, max: to, noInvalidDate: true }), (date) => {
        expect(isTimestamp(date.toISOString())).toBe(true);
        expect(isTimestamp(date.toISOString().replace('Z', ''))).toBe(false);
      }),
    );
  });

  test.each([
    ['2000-02-29T00:00:00Z', true],
    ['2100-02-29T00:00:00Z', false],
    ['2016-04-31T00:00:00Z', false],
    ['2016-12-31T23:59:60Z', true],
    ['2016-01-01T00:60:00Z', false],
    ['2016-01-01T00:00:00+0200', false],
  ])('%s: %s', (text, expected) => expect(isTimestamp(text)).toBe(expected));
});
