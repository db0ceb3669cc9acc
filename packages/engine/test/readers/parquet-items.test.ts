import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { parquetItems } from '../../src/readers/parquet-items.js';
import { all, memoryStorage } from './storage.js';

type Columns = Parameters<typeof parquetWriteBuffer>[0]['columnData'];
type Settings = Omit<Parameters<typeof parquetWriteBuffer>[0], 'columnData'>;

function file(columnData: Columns, settings: Settings = {}): Uint8Array {
  return new Uint8Array(parquetWriteBuffer({ columnData, ...settings }));
}

async function rows(body: Uint8Array | string): Promise<unknown[]> {
  const items = await all(parquetItems(memoryStorage({ 'b/k': body }), 'b', 'k', 'S3://b/k'));
  return items.map(({ value }) => value);
}

describe('a Parquet file', () => {
  const settings: [string, Settings][] = [
    ['Snappy', {}],
    ['no compression', { codec: 'UNCOMPRESSED' }],
    ['gzip', { codec: 'GZIP', compressors: { GZIP: (bytes) => gzipSync(bytes) } }],
    ['many row groups', { rowGroupSize: 300 }],
  ];
  test.each(settings)('gives its rows in order: %s', async (_name, setting) => {
    const numbers = Array.from({ length: 1000 }, (_, i) => i);
    const columns: Columns = [
      { name: 'id', data: numbers, type: 'INT32' },
      { name: 'name', data: numbers.map((i) => `n${i % 7}`), type: 'STRING' },
    ];
    expect(await rows(file(columns, setting))).toEqual(numbers.map((i) => ({ id: i, name: `n${i % 7}` })));
  });

  test('gives values that JSON can hold', async () => {
    const columns: Columns = [
      { name: 'big', data: [1n, 2n ** 60n], type: 'INT64' },
      { name: 'real', data: [0.5, Number.NaN], type: 'DOUBLE' },
      { name: 'none', data: ['x', null], type: 'STRING', nullable: true },
      { name: 'flag', data: [true, false], type: 'BOOLEAN' },
      { name: 'when', data: [new Date(0), new Date(1500)], type: 'TIMESTAMP' },
      { name: 'json', data: [{ a: [1] }, [2]], type: 'JSON' },
    ];
    expect(await rows(file(columns))).toEqual([
      { big: 1, real: 0.5, none: 'x', flag: true, when: '1970-01-01T00:00:00.000Z', json: { a: [1] } },
      { big: '1152921504606846976', real: 'NaN', none: null, flag: false, when: '1970-01-01T00:00:01.500Z', json: [2] },
    ]);
  });

  test('is read by its ranges: the end, then each row group once', async () => {
    const numbers = Array.from({ length: 160_000 }, (_, i) => i);
    const body = file([{ name: 'n', data: numbers, type: 'INT32' }], { rowGroupSize: 80_000, codec: 'UNCOMPRESSED' });
    const storage = memoryStorage({ 'b/k': body });
    const taken: unknown[] = [];
    for await (const { value } of parquetItems(storage, 'b', 'k', 's')) {
      taken.push(value);
      if (taken.length === 12_000) break;
    }
    expect(taken[11_999]).toEqual({ n: 11_999 });
    const ranges = storage.calls.map((call) => /(\d+)-(\d+)$/.exec(call)?.slice(1).map(Number) ?? []);
    const lengths = ranges.map(([start = 0, end = 0]) => end - start);
    // Its size, its end, and the bytes of the first row group: four for each number, with their headers.
    expect(ranges.length).toBe(3);
    expect(ranges[1]?.[1]).toBe(body.length);
    expect(lengths[2]).toBeGreaterThan(320_000);
    expect(lengths[2]).toBeLessThan(321_000);
  });

  test('without rows has no items', async () => {
    expect(await rows(file([{ name: 'n', data: [], type: 'INT32' }]))).toEqual([]);
  });

  test.each([
    ['nothing', ''],
    ['text', 'this is a text and no Parquet file at all'],
    ['a file that was cut', file([{ name: 'n', data: [1, 2, 3], type: 'INT32' }]).subarray(20)],
  ])('is refused when it is %s', async (_name, body) => {
    await expect(rows(body)).rejects.toThrow('S3://b/k cannot be read as Parquet');
  });
});
