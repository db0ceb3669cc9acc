import { describe, expect, test } from '@jest/globals';
import type { Json } from '@flowmap/asl/language';
import fc from 'fast-check';
import { jsonItems } from '../../src/readers/json-items.js';
import { all, chunksOfText } from './storage.js';

async function read(text: string, way: readonly string[] = [], chunk = 7): Promise<Json[]> {
  const items = await all(jsonItems(chunksOfText(text, chunk), 'S3://b/k', way, Infinity));
  return items.map(({ key, value }) => (key === undefined ? value : { [key]: value }));
}

describe('a JSON text', () => {
  test('gives the elements of any array in any layout, however it is cut', async () => {
    const arrays = fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 6 });
    const layouts = fc.record({ indent: fc.integer({ min: 0, max: 3 }), chunk: fc.integer({ min: 1, max: 40 }) });
    await fc.assert(
      fc.asyncProperty(arrays, layouts, async (array, { indent, chunk }) => {
        const text = JSON.stringify(array, null, indent);
        expect(await read(text, [], chunk)).toEqual(JSON.parse(text));
      }),
    );
  });

  test('gives the fields of any object', async () => {
    const objects = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 5 });
    await fc.assert(
      fc.asyncProperty(objects, fc.integer({ min: 1, max: 40 }), async (object, chunk) => {
        const text = JSON.stringify(object, null, 1);
        const items = await all(jsonItems(chunksOfText(text, chunk), 's', [], Infinity));
        expect(items.map(({ key, value }) => [key, value])).toEqual(
          Object.entries(JSON.parse(text) as Record<string, Json>),
        );
      }),
    );
  });

  test.each<[name: string, way: string[], expected: Json[]]>([
    ['a field', ['after'], [7, 8]],
    ['a field behind others of its name', ['deep', 'a', 'b'], [{ c: 1 }, { d: [2] }]],
    ['an element', ['list', '1'], ['x', 'y']],
    ['a field with separators in its name', ['a,b:c"]'], [true]],
    ['an empty array', ['none'], []],
  ])('is read from %s on', async (_name, way, expected) => {
    const document = {
      x: { after: [0], a: { b: [1] } },
      'a,b:c"]': [true],
      list: [['no'], ['x', 'y']],
      none: [],
      deep: { x: { b: [9] }, a: { b: { c: 1, d: [2] } } },
      after: [7, 8],
    };
    for (const chunk of [1, 5, 1000]) expect(await read(JSON.stringify(document), way, chunk)).toEqual(expected);
  });

  test('is not read behind its array, and may begin with a byte order mark', async () => {
    expect(await read('\uFEFF [1] and more')).toEqual([1]);
    expect(await read('{"a": [1, 2], "b": oops', ['a'])).toEqual([1, 2]);
  });

  test.each([
    ['"text"', [], 'Attempting to map over non-iterable node.'],
    ['7', [], 'Attempting to map over non-iterable node.'],
    ['{"a": 1}', ['a'], 'Attempting to map over non-iterable node.'],
    ['{"a": [1]}', ['b'], 'There is nothing at the ItemsPointer /b.'],
    ['[[1]]', ['1'], 'There is nothing at the ItemsPointer /1.'],
    ['', [], 'ends too early'],
    ['[1, 2', [], 'ends too early'],
    ['[1 2]', [], 'is not valid'],
    ['[1,,2]', [], 'is not valid'],
    ['[1,]', [], 'is not valid'],
    ['[1}', [], 'is not valid'],
    ['["a": 1]', [], 'is not valid'],
    ['{"a" 1}', [], 'is not valid'],
    ['{1: 1}', [], 'is not valid'],
    ['{"a": 1: 2}', [], 'is not valid'],
    ['{"a": 1, }', [], 'is not valid'],
  ])('%s at %j is refused', async (text, way, message) => {
    for (const chunk of [1, 1000]) await expect(read(text, way, chunk)).rejects.toThrow(message);
  });
});
