import { describe, expect, it } from '@jest/globals';
import { secondsOf } from '../src/duration.js';
import { firstPlace } from '../src/place.js';

describe('durations', () => {
  it.each<[unknown, number | undefined]>([
    ['30s', 30],
    ['5m', 300],
    ['2h', 7200],
    ['1d', 86_400],
    ['0.5h', 1800],
    ['1.5s', 2],
    [90, 90],
    [1.1, 2],
    ['5 m', undefined],
    ['m', undefined],
    ['-5m', undefined],
    ['5w', undefined],
    [Number.NaN, undefined],
    [null, undefined],
  ])('%p is %p seconds', (given, seconds) => {
    expect(secondsOf(given)).toBe(seconds);
  });
});

describe('the first place in a stack', () => {
  it.each<[string, string, string | undefined]>([
    ['a function', 'Error\n    at build (/home/ada/flights.ts:12:9)', '/home/ada/flights.ts:12:9'],
    ['a file URL', 'Error\n    at file:///home/ada/my%20flows/a.mjs:3:1', '/home/ada/my flows/a.mjs:3:1'],
    ['a file URL of Windows', 'Error\n    at f (file:///C:/ada/a.mjs:3:1)', 'C:/ada/a.mjs:3:1'],
    ['Node first', 'Error\n    at node:internal/x:1:2\n    at async /a.ts:3:4', '/a.ts:3:4'],
    ['a callback of a built-in', 'Error\n    at Array.map (<anonymous>)\n    at f (/a.ts:3:4)', '/a.ts:3:4'],
    ['nothing', 'Error\n    at Array.map (<anonymous>)', undefined],
    ['no stack', '', undefined],
  ])('of %s', (_, stack, place) => {
    expect(firstPlace(stack)).toBe(place);
  });
});
