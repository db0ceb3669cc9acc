import { expect, test } from '@jest/globals';
import { factsOf } from '../../src/task/facts.js';

test('counts and keys by the nodes that use them', () => {
  const value = { list: [1, 2, 3], deep: { kind: 'large' } };
  const facts = factsOf('start', value, [
    { fact: 'each', kind: 'count', path: ['list'] },
    { fact: 'pick', kind: 'value', path: ['deep', 'kind'] },
  ]);
  expect(facts).toEqual({ each: 3, pick: 'large' });
});

test('none, where nobody asks', () => expect(factsOf('start', [1], [])).toBeUndefined());

test.each([
  ['nothing', undefined, 'undefined'],
  ['null', null, 'null'],
  ['a text', 'abc', 'a string'],
  ['an iterable that is no list', new Set([1]), 'an object'],
])('%s is no list', (_, list, kind) => {
  const publications = [{ fact: 'each', kind: 'count' as const, path: ['list'] }];
  expect(() => factsOf('start', { list }, publications)).toThrow(`which is no list but ${kind}`);
});

test.each([
  ['a number', 3, 'a number'],
  ['true', true, 'a boolean'],
  ['nothing', undefined, 'undefined'],
])('%s is no key', (_, key, kind) => {
  const publications = [{ fact: 'pick', kind: 'value' as const, path: [] }];
  expect(() => factsOf('start', key, publications)).toThrow(
    expect.objectContaining({ code: 'NOT_A_KEY', message: `pick goes by start, which is no string but ${kind}` }),
  );
});
