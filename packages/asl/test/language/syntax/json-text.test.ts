import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseJson } from '../../../src/language/syntax/json-text.js';

function faultOf(text: string): string {
  const parsed = parseJson(text);
  if ('value' in parsed) throw new Error('it is JSON');
  return `${parsed.fault.message} ${parsed.fault.location.replace(/^.*"; /s, '[')}`;
}

const VALUES = `JSON String, Number, Array, Object or token 'null', 'true' or 'false'`;

test.each([
  ['not a definition', `Unrecognized token 'not': was expecting (${VALUES}) [line: 1, column: 4]`],
  ['', 'No content to map due to end-of-input [line: 1, column: 1]'],
  ['{"a": }', `Unexpected character ('}' (code 125)): expected a valid value (${VALUES}) [line: 1, column: 8]`],
  [
    '{a: 1}',
    `Unexpected character ('a' (code 97)): was expecting double-quote to start field name [line: 1, column: 3]`,
  ],
  [
    '{"a" 1}',
    `Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value [line: 1, column: 7]`,
  ],
  [
    '{\n "a": 1\n "b": 2}',
    `Unexpected character ('"' (code 34)): was expecting comma to separate Object entries [line: 3, column: 3]`,
  ],
  ['[1 2]', `Unexpected character ('2' (code 50)): was expecting comma to separate Array entries [line: 1, column: 5]`],
  ['[1] 2', `Unexpected character ('2' (code 50)): expected the end of the text [line: 1, column: 6]`],
  ['{"a": "b', 'Unexpected end-of-input: was expecting closing quote for a string value [line: 1, column: 7]'],
])('%s', (text, expected) => {
  expect(faultOf(text)).toBe(expected);
});

test('an object that is not closed is told by its beginning', () => {
  expect(faultOf('{"a": [1,\n2')).toBe(
    'Unexpected end-of-input: expected close marker for Array ' +
      '(start marker at [Source: (String)"{"a": [1,\n2"; line: 1, column: 7]) [line: 2, column: 2]',
  );
});

test('of a long text, the first 500 characters are shown', () => {
  const parsed = parseJson(`[${'1,'.repeat(300)}]`);
  expect('fault' in parsed && parsed.fault.location).toMatch(/"\[truncated 102 chars\]; line: 1, column: 603\]$/);
});

test('a text of any depth has a fault', () => {
  expect(parseJson('['.repeat(1_000_000))).toHaveProperty('fault.message');
});

test('what JSON.parse takes is its value; what it refuses is a fault with a place', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(parseJson(JSON.stringify(value))).toEqual({ value: JSON.parse(JSON.stringify(value)) });
    }),
  );
  const mutated = fc
    .tuple(fc.json(), fc.nat(), fc.constantFrom('{', ']', ',', 'x', '"', ':', '\n', '\t'))
    .map(([text, at, extra]) => text.slice(0, at % (text.length + 1)) + extra + text.slice(at % (text.length + 1)));
  fc.assert(
    fc.property(mutated, (text) => {
      const parsed = parseJson(text);
      if ('fault' in parsed) {
        expect(() => JSON.parse(text)).toThrow();
        expect(parsed.fault.location).toMatch(/; line: \d+, column: \d+\]$/);
      }
    }),
  );
});
