import { describe, expect, test } from '@jest/globals';
import type { Json } from '@flowmap/asl/language';
import fc from 'fast-check';
import { compilePath } from '../../src/jsonpath/path.js';
import { PathError } from '../../src/jsonpath/path-error.js';
import { selectAll } from '../../src/jsonpath/select.js';
import { scopeOf } from './scope.js';

const DATA = {
  a: { b: [10, 20, 30], 'c d': null },
  items: [
    { id: 1, tags: ['x'], price: 5 },
    { id: 2, tags: [], price: 'free' },
    { id: 3, price: 7 },
  ],
  mixed: [1, 'a', null, { id: 4 }],
};

function read(text: string, data: Json = DATA): Json {
  const path = compilePath(text);
  if (typeof path === 'string') throw new Error(path);
  return path.read(scopeOf(data, { State: { Name: 'S' } }, { count: 3, list: [1, 2] }));
}

describe('a path that names one place', () => {
  test.each<[string, Json]>([
    ['$', DATA],
    ['$.a.b', [10, 20, 30]],
    ['$.a.b[0]', 10],
    ['$.a.b[-1]', 30],
    [`$['a']['c d']`, null],
    ['$$.State.Name', 'S'],
    ['$count', 3],
    ['$list[1]', 2],
    [`$.items[0]['id','price','nothing']`, { id: 1, price: 5 }],
    [`$.['mixed','nothing']`, { mixed: DATA.mixed }],
  ])('%s', (path, value) => expect(read(path)).toEqual(value));

  test.each([
    ['$.x', 'missing', `No results for path: $['x']`],
    ['$.a.x', 'missing', `No results for path: $['a']['x']`],
    ['$.no.such.path', 'missing', `Missing property in path $['no']`],
    ['$.a.b[3]', 'past-end', `No results for path: $['a']['b'][3]`],
    ['$.a.b[3].c', 'missing', `No results for path: $['a']['b'][3]['c']`],
    ['$.items[0].id.x', 'missing', `Property ['x'] not found in path $['items'][0]['id']`],
    ['$.a[0]', 'unfit', 'Filter: [0] can only be applied to arrays. Current context is: {b=[10, 20, 30], c d=null}'],
    [`$.a['c d'][0]`, 'unfit', `The path $['a']['c d'] is null`],
    ['$.a.b.length()', 'missing', `Property ['length()'] not found in path $['a']['b']`],
    [`$['a', 'items'].b`, 'unfit', `Multi properties can only be used as path leafs: $['a', 'items']`],
    ['$unknown', 'missing', `There is no variable '$unknown'`],
  ])('%s fails', (path, kind, message) => {
    let caught: unknown;
    try {
      read(path);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(PathError);
    expect(caught).toMatchObject({ message, fault: { kind } });
  });

  test('sees own fields alone', () => {
    expect(() => read('$.constructor')).toThrow(PathError);
    expect(() => read('$.toString')).toThrow(PathError);
    expect(read('$.__proto__', JSON.parse('{"__proto__": 1}') as Json)).toBe(1);
  });
});

describe('a path that selects', () => {
  test.each<[string, Json]>([
    ['$.items[*].id', [1, 2, 3]],
    ['$.items[0,2].id', [1, 3]],
    ['$.items[1:].id', [2, 3]],
    ['$.items[:1].id', [1]],
    ['$.items[-2:].id', [2, 3]],
    ['$.items[::2].id', [1, 3]],
    ['$.a.*', [[10, 20, 30], null]],
    ['$..id', [1, 2, 3, 4]],
    ['$..b[0]', [10]],
    [`$.items[*]['id','price']`, DATA.items.map(({ id, price }) => ({ id, price }))],
    ['$.items[?(@.id == 2)].price', ['free']],
    ['$.items[?(@.price > 5)].id', [3]],
    ['$.items[?(@.price != 5)].id', [2, 3]],
    [`$.items[?(@.price == 'free' || @.id == 1)].id`, [1, 2]],
    ['$.items[?(@.tags)].id', [1, 2]],
    ['$.items[?(!@.tags)].id', [3]],
    ['$.items[?(@.tags[0])].id', [1]],
    [`$.items[?(@.id == '3')].id`, [3]],
    ['$.mixed[?(@ == 1)]', []],
    ['$.mixed[?(@.id)]', [{ id: 4 }]],
    ['$..[?(@.id > 2)].id', [3, 4]],
    ['$.a[?(@.b)].b', [[10, 20, 30]]],
  ])('%s', (path, value) => expect(read(path)).toEqual(value));

  test.each(['$.x[*]', '$.x.y[1:]', '$.x[:1].y', '$.x[?(@.a)]', '$..x', '$.items[*].x', '$.items[5,6]'])(
    '%s finds nothing and does not fail',
    (path) => expect(read(path)).toEqual([]),
  );
});

const name = fc.constantFrom('a', 'b', 'c', '__proto__', 'x y', "it's");
const data = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<Json>(null, 0, 'text', true),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3 }),
  ),
})).value;
const key = fc.oneof(name, fc.integer({ min: -3, max: 3 }));

describe('paths, by law', () => {
  test('the direct look-up finds what the general one does', () => {
    fc.assert(
      fc.property(data, fc.array(key, { maxLength: 4 }), (root, keys) => {
        const segments = keys.map((one) =>
          typeof one === 'number'
            ? ({ kind: 'indexes', indexes: [one] } as const)
            : ({ kind: 'names', names: [one] } as const),
        );
        const written = keys.map((one) => (typeof one === 'number' ? `[${one}]` : `['${one.replace("'", "\\'")}']`));
        const found = selectAll(segments, root);
        if (found.length === 0) expect(() => read(`$${written.join('')}`, root)).toThrow(PathError);
        else expect([read(`$${written.join('')}`, root)]).toEqual(found);
      }),
    );
  });

  test('every value of a wildcard is a child, in order', () => {
    fc.assert(
      fc.property(data, (root) => {
        const children = typeof root === 'object' && root !== null ? Object.values(root) : [];
        expect(read('$.*', root)).toEqual(children);
      }),
    );
  });
});
