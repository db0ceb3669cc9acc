import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonPlaces, offsetOf, placeOf } from '../../src/asl/json-places.js';

describe('the places of a JSON text', () => {
  it('are those of names and items', () => {
    const text = '{\n  "States": { "A": [ true,\n {"B": -1.5e3} ] }\n}';
    const places = jsonPlaces(text);
    const at = (location: string): string | undefined => {
      const offset = offsetOf(places, location);
      return offset === undefined ? undefined : text.slice(offset, offset + 3);
    };
    expect([at('/'), at('/States'), at('/States/A'), at('/States/A[0]'), at('/States/A[1]/B')]).toEqual([
      '{\n ',
      '"St',
      '"A"',
      'tru',
      '"B"',
    ]);
    expect(placeOf(text, offsetOf(places, '/States/A[1]/B') ?? 0)).toEqual({ line: 3, column: 3 });
  });

  it('are those around a location that is not there', () => {
    const places = jsonPlaces('{"States": {"A": {}}}');
    expect(offsetOf(places, '/States/A/Next[3]/x')).toBe(12);
    expect(offsetOf(places, '/Nothing')).toBe(0);
  });

  it.each([
    ['', 0, 'the text ends where a value should be'],
    ['{"a":1,}', 7, 'a name in double quotes is expected'],
    ['{"a" 1}', 5, 'a colon is expected'],
    ['[1 2]', 3, 'a comma or ] is expected'],
    ['{"a":1', 6, 'the text ends where a comma or } should be'],
    ['{"a":01}', 6, 'a comma or } is expected'],
    ['"a\nb"', 0, 'a string that ends on its line, with known escapes is expected'],
    ["{'a':1}", 1, 'a name in double quotes is expected'],
    ['{} x', 3, 'the end of the text is expected'],
  ])('say where %j is wrong', (text, offset, message) => {
    expect(jsonPlaces(text).mistake).toEqual({ offset, message });
  });

  it('find a mistake exactly where JSON.parse does', () => {
    const texts = fc.oneof(
      fc.json(),
      fc
        .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', '"', ':', '0', '\n', 'x', '\\'))
        .map(([text, i, piece]) => {
          const at = i % (text.length + 1);
          return text.slice(0, at) + piece + text.slice(at + 1);
        }),
    );
    const isJson = (text: string): boolean => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(texts, (text) => (jsonPlaces(text).mistake === undefined) === isJson(text)),
      { numRuns: 2000 },
    );
  });
});
