import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { csvItems } from '../../src/readers/csv-items.js';
import { csvRecords } from '../../src/readers/csv-records.js';
import { textOf } from '../../src/readers/lines.js';
import { all, chunksOfText } from './storage.js';

async function records(text: string, delimiter = ',', chunk = 5): Promise<readonly (readonly string[])[]> {
  return await all(csvRecords(textOf(chunksOfText(text, chunk)), delimiter));
}

async function items(text: string, headers?: readonly string[]): Promise<unknown[]> {
  return (await all(csvItems(chunksOfText(text, 9), 's', ',', headers, Infinity))).map(({ value }) => value);
}

/** RFC 4180, with every field in quotes; a backslash is written twice. */
function encoded(rows: readonly (readonly string[])[], delimiter: string, end: string): string {
  const field = (text: string): string => `"${text.replaceAll('"', '""').replaceAll('\\', '\\\\')}"`;
  return rows.map((row) => row.map(field).join(delimiter) + end).join('');
}

describe('delimited text', () => {
  test('gives back the fields that were written, however it is cut', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'é', '"', '\\', ',', '|', '\n', '\r', ' ', '😀') });
    const rows = fc.array(fc.array(text, { minLength: 1, maxLength: 4 }), { maxLength: 5 });
    const layouts = fc.record({
      delimiter: fc.constantFrom(',', '|', ';', ' ', '\t'),
      end: fc.constantFrom('\n', '\r\n'),
      chunk: fc.integer({ min: 1, max: 20 }),
    });
    await fc.assert(
      fc.asyncProperty(rows, layouts, async (table, { delimiter, end, chunk }) => {
        expect(await records(encoded(table, delimiter, end), delimiter, chunk)).toEqual(table);
      }),
    );
  });

  test.each<[text: string, expected: string[][]]>([
    [
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,b\r\nc,d\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['a\n\n\nb\n', [['a'], ['b']]],
    [',\n', [['', '']]],
    ['"",x', [['', 'x']]],
    ['   \n', [['   ']]],
    ['"a,b","c\nd"', [['a,b', 'c\nd']]],
    ['{""k"":""v""},2', [['{"k":"v"}', '2']]],
    ['a"b,c"', [['a"b', 'c"']]],
    ['"""a"""', [['"a"']]],
    ['a\\,b,\\"c\\",\\\\d', [['a,b', '"c"', '\\d']]],
    ['C:\\\\Program Files\\\\App.exe,1', [['C:\\Program Files\\App.exe', '1']]],
    ['a\\bc,"d\\e"', [['abc', 'de']]],
    ['a\\', [['a']]],
  ])('%j', async (text, expected) => {
    for (const chunk of [1, 100]) expect(await records(text, ',', chunk)).toEqual(expected);
  });

  test('has the names of its fields in its first record, or is given them', async () => {
    expect(await items('x,y\n1,2\n')).toEqual([{ x: '1', y: '2' }]);
    expect(await items('1,2\n', ['x', 'y'])).toEqual([{ x: '1', y: '2' }]);
    expect(await items('x,y\n')).toEqual([]);
    expect(await items('')).toEqual([]);
  });

  test('has empty strings for what a record lacks, and drops what it has too much', async () => {
    expect(await items('x,y\n1\n1,2,3\n')).toEqual([
      { x: '1', y: '' },
      { x: '1', y: '2' },
    ]);
  });

  test('keeps the last of fields with one name, and every name', async () => {
    expect(await items('1,2\n', ['x', 'x'])).toEqual([{ x: '2' }]);
    expect(JSON.stringify(await items('1\n', ['__proto__']))).toBe('[{"__proto__":"1"}]');
  });

  test('has a header of at most 10 KiB', async () => {
    const header = 'x'.repeat(10 * 1024);
    expect((await items(`${header}\n1\n`)).length).toBe(1);
    await expect(items(`${header}x\n1\n`)).rejects.toThrow('longer than 10240 bytes');
  });
});
