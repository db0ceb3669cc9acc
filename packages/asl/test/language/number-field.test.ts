import { describe, expect, it } from '@jest/globals';
import { atMost, numberField } from '@flowmap/asl/language';

describe('a field of a number', () => {
  it.each([
    ['7', 7],
    ['0.5', 0.5],
    ['$states.input.n', '{% $states.input.n %}'],
    ['', '{%  %}'],
  ])('from %j is %j', (expression, field) => {
    expect(numberField(expression)).toBe(field);
  });

  it('is bounded at once where it is known', () => {
    expect([atMost('7', 40), atMost('70', 40), atMost('$n', 40)]).toEqual(['7', '40', '$min([$n, 40])']);
  });
});
