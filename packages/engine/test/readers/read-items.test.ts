import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { Json } from '@flowmap/asl/language';
import { readItems } from '../../src/readers/read-items.js';
import { readerRequest } from '../../src/readers/reader-request.js';
import { all, type MemoryStorage, memoryStorage } from './storage.js';

const GET = 'arn:aws:states:::s3:getObject';
const LIST = 'arn:aws:states:::s3:listObjectsV2';

/** Two lines of JSON, compressed with Zstandard. */
const ZSTD = 'KLUv/QRogQAAeyJhIjoxfQp7ImEiOjJ9Cu7trPI=';

async function read(
  storage: MemoryStorage,
  resource: string,
  config: Json,
  place: Json,
  most = 0,
): Promise<readonly { value: Json; source: string }[]> {
  return await all(readItems(storage, readerRequest(resource, config, place), most));
}

async function values(storage: MemoryStorage, config: Json, key: string, most = 0): Promise<Json[]> {
  return (await read(storage, GET, config, { Bucket: 'b', Key: key }, most)).map(({ value }) => value);
}

describe('an object', () => {
  const lines = '{"a":1}\n\n{"a":2}\r\n';

  test.each<[key: string, body: string | Uint8Array]>([
    ['lines.jsonl', lines],
    ['lines.jsonl.gz', gzipSync(lines)],
    ['lines.jsonl.zstd', Buffer.from(ZSTD, 'base64')],
  ])('is read from %s', async (key, body) => {
    for (const chunk of [1, 1000]) {
      const storage = memoryStorage({ [`b/${key}`]: body }, chunk);
      expect(await values(storage, { InputType: 'JSONL' }, key)).toEqual([{ a: 1 }, { a: 2 }]);
    }
  });

  test('that is not compressed as its name says fails, and so does a line that is no JSON', async () => {
    const storage = memoryStorage({ 'b/x.gz': 'plain', 'b/y.zstd': 'plain text', 'b/z': '1\nno\n' });
    await expect(values(storage, { InputType: 'JSONL' }, 'x.gz')).rejects.toThrow('incorrect header check');
    await expect(values(storage, { InputType: 'JSONL' }, 'y.zstd')).rejects.toThrow('invalid zstd data');
    await expect(values(storage, { InputType: 'JSONL' }, 'z')).rejects.toThrow('Line 2 of S3://b/z is not valid JSON');
  });

  test('that is not there fails with the message of the storage', async () => {
    await expect(values(memoryStorage(), { InputType: 'JSON' }, 'k')).rejects.toThrow('NoSuchKey: b/k');
  });

  test('is named in each item', async () => {
    const storage = memoryStorage({ 'b/dir/k.json': '{"x": [1]}' });
    const config = { InputType: 'JSON', ItemsPointer: '/x' };
    expect(await read(storage, GET, config, { Bucket: 'b', Key: 'dir/k.json' })).toEqual([
      { value: 1, source: 'S3://b/dir/k.json' },
    ]);
  });

  test('is read no further than the most items', async () => {
    const body = `[${'1,'.repeat(1000)}no json]`;
    const storage = memoryStorage({ 'b/k': body }, 100);
    expect(await values(storage, { InputType: 'JSON' }, 'k', 3)).toEqual([1, 1, 1]);
  });

  test.each([
    ['COMMA', ','],
    ['PIPE', '|'],
    ['SEMICOLON', ';'],
    ['SPACE', ' '],
    ['TAB', '\t'],
  ])('has fields that are separated by %s', async (name, delimiter) => {
    const storage = memoryStorage({ 'b/k': `x${delimiter}y\n1${delimiter}2\n` });
    const config = { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW', CSVDelimiter: name };
    expect(await values(storage, config, 'k')).toEqual([{ x: '1', y: '2' }]);
  });
});

describe('an item that is too large', () => {
  // Ten characters of two bytes; with quotes, 22 bytes.
  const item = 'é'.repeat(10);
  const csv = { CSVHeaderLocation: 'GIVEN', CSVHeaders: ['x', 'y'] };

  test.each<[type: string, bytes: number, body: string]>([
    ['JSON', 22, `[1,"${item}",2]`],
    ['JSONL', 22, `1\n"${item}"\n2\n`],
    ['CSV', 21, `1,2\n${item},3\n`],
  ])('is refused, and one that has as many bytes as it may is not: %s', async (type, bytes, body) => {
    const request = readerRequest(GET, { InputType: type, ...csv }, { Bucket: 'b', Key: 'k' });
    for (const chunk of [1, 5, 1000]) {
      const storage = memoryStorage({ 'b/k': body }, chunk);
      expect((await all(readItems(storage, request, 0, bytes))).length).toBeGreaterThan(1);
      const message = `S3://b/k has an item of more than ${bytes - 1} bytes.`;
      await expect(all(readItems(storage, request, 0, bytes - 1))).rejects.toThrow(message);
    }
  });
});

describe('a list of objects', () => {
  const storage = memoryStorage({
    'b/a/': '',
    'b/a/1.csv': 'x\n1\n2\n',
    'b/a/2.csv.gz': gzipSync('x\n3\n'),
    'b/c': 'no',
  });

  test('gives what the bucket says of each', async () => {
    const items = await read(storage, LIST, {}, { Bucket: 'b', Prefix: 'a/' });
    expect(items.map(({ value }) => (value as { Key: string }).Key)).toEqual(['a/', 'a/1.csv', 'a/2.csv.gz']);
    expect(items[1]).toEqual({
      value: { Etag: '"e"', Key: 'a/1.csv', LastModified: 1_668_699_881, Size: 6, StorageClass: 'STANDARD' },
      source: 'S3://b',
    });
    expect((await read(storage, LIST, {}, { Bucket: 'b' })).length).toBe(4);
  });

  test('gives what is in each, when loaded and flattened', async () => {
    const config = { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW', Transformation: 'LOAD_AND_FLATTEN' };
    expect(await read(storage, LIST, config, { Bucket: 'b', Prefix: 'a/' })).toEqual([
      { value: { x: '1' }, source: 'S3://b/a/1.csv' },
      { value: { x: '2' }, source: 'S3://b/a/1.csv' },
      { value: { x: '3' }, source: 'S3://b/a/2.csv.gz' },
    ]);
    expect((await read(storage, LIST, config, { Bucket: 'b', Prefix: 'a/' }, 1)).length).toBe(1);
  });
});

describe('a manifest', () => {
  const manifest = {
    sourceBucket: 'src',
    destinationBucket: 'arn:aws:s3:::dst',
    version: '2016-11-30',
    fileFormat: 'CSV',
    fileSchema: 'Bucket, Key, Size',
    files: [{ key: 'data/1.csv.gz', size: 1 }, { key: 'data/2.csv.gz' }],
  };
  const files = {
    'dst/data/1.csv.gz': gzipSync('"src","a","1"\n"src","b","2"\n'),
    'dst/data/2.csv.gz': gzipSync('"src","c","3"\n'),
  };

  test.each([[{ InputType: 'MANIFEST' }], [{ ManifestType: 'S3_INVENTORY' }]])(
    'of an inventory gives its rows: %j',
    async (config) => {
      const storage = memoryStorage({ ...files, 'b/manifest.json': JSON.stringify(manifest) });
      const items = await read(storage, GET, config, { Bucket: 'b', Key: 'manifest.json' });
      expect(items.map(({ value }) => value)).toEqual([
        { Bucket: 'src', Key: 'a', Size: '1' },
        { Bucket: 'src', Key: 'b', Size: '2' },
        { Bucket: 'src', Key: 'c', Size: '3' },
      ]);
      expect(items[2]?.source).toBe('S3://dst/data/2.csv.gz');
    },
  );

  test.each([
    ['no JSON', 'no', 'is not the manifest of a CSV inventory'],
    ['another format', JSON.stringify({ ...manifest, fileFormat: 'ORC' }), 'its fileFormat is "ORC"'],
    ['no files', JSON.stringify({ ...manifest, files: 1 }), 'no files'],
  ])('of an inventory is refused: %s', async (_name, body, message) => {
    const storage = memoryStorage({ 'b/k': body });
    await expect(values(storage, { InputType: 'MANIFEST' }, 'k')).rejects.toThrow(message);
  });

  test('of Athena gives the records of its files', async () => {
    const storage = memoryStorage({
      'b/q-manifest.csv': 's3://data/x/1.gz\n\n"s3://data/x/2"\n',
      'data/x/1.gz': gzipSync('1\n2\n'),
      'data/x/2': '3\n',
    });
    const place = { Bucket: 'b', Key: 'q-manifest.csv' };
    const lines = { ManifestType: 'ATHENA_DATA', InputType: 'JSONL' };
    expect(await read(storage, GET, lines, place)).toEqual([
      { value: 1, source: 'S3://data/x/1.gz' },
      { value: 2, source: 'S3://data/x/1.gz' },
      { value: 3, source: 'S3://data/x/2' },
    ]);
    const rows = { ManifestType: 'ATHENA_DATA', InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: ['n'] };
    expect((await read(storage, GET, rows, place)).map(({ value }) => value)).toEqual([
      { n: '1' },
      { n: '2' },
      { n: '3' },
    ]);
  });

  test('of Athena is refused where a line is no URI', async () => {
    const storage = memoryStorage({ 'b/k': 'data/x/1\n' });
    const config = { ManifestType: 'ATHENA_DATA', InputType: 'JSONL' };
    await expect(values(storage, config, 'k')).rejects.toThrow('it has the line "data/x/1"');
  });
});

test.each<[config: Json, place: Json, message: string]>([
  [{}, { Bucket: 'b', Key: 'k' }, 'InputType must be CSV, JSON, JSONL or PARQUET but was: undefined'],
  [{ InputType: 'XML' }, { Bucket: 'b', Key: 'k' }, 'but was: "XML"'],
  [{ InputType: 'JSON' }, { Bucket: 1, Key: 'k' }, 'Bucket must be a string but was: 1'],
  [{ InputType: 'JSON' }, { Bucket: 'b' }, 'Key must be a string but was: undefined'],
  [{ InputType: 'JSON' }, 'b', 'Arguments must be an object'],
  [7, { Bucket: 'b', Key: 'k' }, 'ReaderConfig must be an object'],
  [{ InputType: 'JSON', ItemsPointer: 'a/b' }, { Bucket: 'b', Key: 'k' }, 'ItemsPointer must be a JSON Pointer'],
  [{ InputType: 'CSV', CSVDelimiter: 'toString' }, { Bucket: 'b', Key: 'k' }, 'CSVDelimiter must be one of'],
  [{ InputType: 'CSV', CSVHeaderLocation: 'GIVEN' }, { Bucket: 'b', Key: 'k' }, 'CSVHeaders must be a list of strings'],
  [{ InputType: 'PARQUET' }, { Bucket: 'b', Key: 'k', VersionId: 'v' }, 'VersionId is not supported'],
])('a reader is refused: %j of %j', (config, place, message) => {
  expect(() => readerRequest(GET, config, place)).toThrow(message);
});
