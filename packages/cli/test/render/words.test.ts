import { describe, expect, it } from '@jest/globals';
import { duration, rate, shortAddress, taskName } from '../../src/render/words.js';

describe('duration', () => {
  it.each([
    [0, '0.0 s'],
    [449, '0.4 s'],
    [9_900, '9.9 s'],
    [12_400, '12 s'],
    [59_400, '59 s'],
    [59_600, '1 min 0 s'],
    [200_000, '3 min 20 s'],
    [3_599_700, '1 h 0 min'],
    [7_500_000, '2 h 5 min'],
  ])('says %d ms as %s', (milliseconds, words) => {
    expect(duration(milliseconds)).toBe(words);
  });
});

it('gives a rate as many digits as say something', () => {
  expect([0.25, 9.96, 86.2, 1234.5].map(rate)).toEqual(['0.3/s', '10.0/s', '86/s', '1235/s']);
});

it('names tasks and addresses without deployment and run', () => {
  const task = { v: 1, step: 'perChunk/fit', run: 'r', try: 0 } as const;
  expect(taskName({ ...task, i: '' })).toBe('perChunk/fit');
  expect(taskName({ ...task, i: '3.12' })).toBe('perChunk/fit/3.12');
  expect(taskName({ ...task, i: '3', from: 0, to: 100 })).toBe('perChunk/fit/3.0-99');
  expect(shortAddress('flights/01JD/perChunk/fit/3')).toBe('perChunk/fit/3');
  expect(shortAddress('flights/01JD')).toBe('flights/01JD');
});
