import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isPath, isReferencePath, pathFault } from '../../../src/language/syntax/json-path.js';

describe('pathFault', () => {
  test.each([
    '$',
    '$$',
    '$name',
    '$größe2.a',
    '$.a.b-c.d_e',
    '$.delivery-partner',
    '$.*',
    '$..name',
    '$..*',
    '$[0]',
    '$.a[-1]',
    '$.a[0,2]',
    '$.a[1:]',
    '$.a[:1]',
    '$.a[1:5].b',
    '$.a[-2:]',
    '$.a[*].b',
    `$['a b']["c"]`,
    `$.['a','b']`,
    '$.[0]',
    `$['Test\\"Name\\'']`,
    '$.users[?(@.status == 0)]',
    `$.users[?(@.name == 'a)b' && (@.x > 1))].name`,
    '$.a.length()',
    '$$.Execution.Input',
    '$$.Map.Item.Value[0]',
  ])('takes %s', (path) => expect(pathFault(path)).toBeUndefined());

  test.each([
    ['', 'does not begin with $, $$ or $ and the name of a variable'],
    ['a', 'does not begin with $, $$ or $ and the name of a variable'],
    [' $.a', 'does not begin with $, $$ or $ and the name of a variable'],
    ['$$23', 'does not begin with $, $$ or $ and the name of a variable'],
    ['$$name', 'does not begin with $, $$ or $ and the name of a variable'],
    ['$1', 'does not begin with $, $$ or $ and the name of a variable'],
    ['$states.', 'cannot be read from character 8 on'],
    ['$.a.', 'cannot be read from character 4 on'],
    ['$.a b', 'cannot be read from character 4 on'],
    ['$.a[', 'cannot be read from character 4 on'],
    ['$.a[]', 'cannot be read from character 4 on'],
    ['$.a[x]', 'cannot be read from character 4 on'],
    [`$['a]`, 'cannot be read from character 2 on'],
    [`$['a',]`, 'cannot be read from character 2 on'],
    ['$.a[?(@.b == 1]', 'cannot be read from character 4 on'],
    ['$.a[?@.b]', 'cannot be read from character 4 on'],
    ['$.a)', 'cannot be read from character 4 on'],
    ['$...a', 'cannot be read from character 2 on'],
  ])('refuses %j', (path, fault) => expect(pathFault(path)).toBe(fault));
});

describe('isReferencePath', () => {
  test.each(['$', '$.a', '$.a.b', '$.a[0].b', `$['a b']`, `$.['a']`, '$[-1]'])('takes %s', (path) => {
    expect(isReferencePath(path)).toBe(true);
  });

  test.each([
    '$$',
    '$$.a',
    '$name',
    '$_',
    '$.*',
    '$..a',
    '$.a[*]',
    '$.a[0:1]',
    '$.a[0,1]',
    `$['a','b']`,
    '$.a[?(@.b)]',
    '$.a.size()',
    'a',
  ])('refuses %s', (path) => expect(isReferencePath(path)).toBe(false));
});

const name = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_-]{0,8}$/);
const segment = fc.oneof(
  name.map((text) => `.${text}`),
  fc.string({ maxLength: 8 }).map((text) => `['${text.replace(/[\\']/g, (character) => `\\${character}`)}']`),
  fc.integer({ min: -9, max: 9 }).map((index) => `[${index}]`),
);

describe('paths, by law', () => {
  test('a root with any names and positions is a path that names one place', () => {
    fc.assert(
      fc.property(fc.array(segment), (segments) => {
        const path = `$${segments.join('')}`;
        expect([path, pathFault(path), isReferencePath(path)]).toEqual([path, undefined, true]);
      }),
    );
  });

  test('what names one place is a path', () => {
    const text = fc.string({ unit: fc.constantFrom(...Array.from(`$.[]'"a0*:?(),- @`)) });
    fc.assert(
      fc.property(text, (path) => {
        if (isReferencePath(`$${path}`)) expect(isPath(`$${path}`)).toBe(true);
      }),
    );
  });
});
