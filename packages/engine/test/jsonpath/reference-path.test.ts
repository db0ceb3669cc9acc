import { describe, expect, test } from '@jest/globals';
import type { Json } from '@flowmap/asl/language';
import fc from 'fast-check';
import { compilePath } from '../../src/jsonpath/path.js';
import { compileReferencePath, ReferenceConflict } from '../../src/jsonpath/reference-path.js';
import { scopeOf } from './scope.js';

function put(path: string, into: Json, value: Json): Json {
  const reference = compileReferencePath(path);
  if (typeof reference === 'string') throw new Error(reference);
  return reference.put(into, value);
}

describe('a reference path', () => {
  test.each<[string, Json, Json]>([
    ['$', { a: 1 }, 'new'],
    ['$.b', { a: 1 }, { a: 1, b: 'new' }],
    ['$.a', { a: 1 }, { a: 'new' }],
    ['$.x.y.z', { a: 1 }, { a: 1, x: { y: { z: 'new' } } }],
    ['$.x.y', { x: { z: 1 } }, { x: { z: 1, y: 'new' } }],
    ['$.list[1]', { list: [1, 2, 3] }, { list: [1, 'new', 3] }],
    ['$.list[-1].x', { list: [1, {}] }, { list: [1, { x: 'new' }] }],
    [`$['a b']`, {}, { 'a b': 'new' }],
  ])('%s in %j', (path, into, result) => expect(put(path, into, 'new')).toEqual(result));

  test.each<[string, Json, string]>([
    ['$.a.b', { a: 1 }, 'Unable to apply step "b" to input {"a":1}'],
    ['$.a', [1], 'Unable to apply step "a" to input [1]'],
    ['$.a', 'text', 'Unable to apply step "a" to input "text"'],
    ['$.a', null, 'Unable to apply step "a" to input null'],
    ['$.a[2]', { a: [1] }, 'Unable to apply step "2" to input {"a":[1]}'],
    ['$.a[0]', {}, 'Unable to apply step "0" to input {}'],
  ])('%s does not fit %j', (path, into, message) => {
    expect(() => put(path, into, 'new')).toThrow(ReferenceConflict);
    expect(() => put(path, into, 'new')).toThrow(message);
  });

  test.each(['$.a[*]', '$..a', '$$.a', '$name', 'a', `$['a','b']`, '$.a.length()'])('%s is none', (path) => {
    expect(compileReferencePath(path)).toBe('is no reference path, as $.result');
  });

  test('leaves the data as it was, and shares what lies beside the way', () => {
    const data = { a: { b: { c: 1 } }, beside: { d: 2 } };
    const before = structuredClone(data);
    const after = put('$.a.x', data, 1) as typeof data;
    expect(data).toEqual(before);
    expect(after.beside).toBe(data.beside);
    expect(after.a.b).toBe(data.a.b);
  });

  test('does not reach a prototype', () => {
    const after = put('$.__proto__.polluted', {}, true);
    expect(Object.keys(after as object)).toEqual(['__proto__']);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

const data = fc.dictionary(fc.constantFrom('a', 'b'), fc.dictionary(fc.constantFrom('a', 'b'), fc.jsonValue()));
const way = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 2 });

test('what was put is found there, by law', () => {
  fc.assert(
    fc.property(data, way, fc.jsonValue(), (root, names, value) => {
      const path = `$.${names.join('.')}`;
      const reading = compilePath(path);
      if (typeof reading === 'string') throw new Error(reading);
      expect(reading.read(scopeOf(put(path, root as Json, value as Json)))).toEqual(value);
    }),
  );
});
