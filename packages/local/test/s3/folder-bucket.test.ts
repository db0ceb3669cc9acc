import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { folderBuckets } from '../../src/buckets/folder-buckets.js';
import { folderS3, type FolderS3 } from '../../src/s3/index.js';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'flowmap-s3-'));
  folders.push(folder);
  return folder;
}

function open(root: string): Promise<FolderS3> {
  return folderS3({
    folder: join(root, 'objects'),
    records: root,
    region: 'us-east-1',
    now: () => new Date(0),
    report: (error) => {
      throw error;
    },
  });
}

const etagOf = (text: string): string => `"${createHash('md5').update(text).digest('hex')}"`;
const object = (key: string, text: string, headers = {}) => ({
  key,
  body: Buffer.from(text),
  etag: etagOf(text),
  lastModified: new Date(0),
  headers,
  checksum: undefined,
});

/** Keys of which some go on from others, in an order that a slash upsets. */
const key = fc
  .array(fc.constantFrom('a', 'a-b', 'a0', 'ä', 'b'), { minLength: 1, maxLength: 3 })
  .map((names) => names.join('/'));

describe('a bucket that is a folder', () => {
  test('has what was put there, also after it was opened again and for those who read the folder', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(key, fc.option(fc.string()))), key, async (steps, prefix) => {
        const root = newFolder();
        const s3 = await open(root);
        const bucket = s3.buckets.create('data', { region: 'us-east-1' });
        const model = new Map<string, string>();
        for (const [at, text] of steps) {
          if (text === null) bucket.remove(at);
          else bucket.hold(object(at, text));
          if (text === null) model.delete(at);
          else model.set(at, text);
        }
        const sorted = [...model.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
        const checked = (of: FolderS3): void => {
          const found = of.buckets.find('data');
          expect(found?.keys('')).toEqual(sorted);
          expect(found?.keys(prefix)).toEqual(sorted.filter((one) => one.startsWith(prefix)));
          expect(sorted.map((one) => found?.get(one)?.read().toString())).toEqual(sorted.map((one) => model.get(one)));
          expect(sorted.map((one) => found?.get(one)?.etag)).toEqual(sorted.map((one) => etagOf(model.get(one) ?? '')));
        };
        checked(s3);
        await s3.close();
        const again = await open(root);
        checked(again);
        await again.close();
        const seen: string[] = [];
        for await (const { Key } of folderBuckets(join(root, 'objects')).list('data', '')) seen.push(Key);
        expect(seen).toEqual(sorted);
      }),
      { numRuns: 60, seed: 19 },
    );
  });

  test('keeps headers, and forgets them where somebody changes the file', async () => {
    const root = newFolder();
    const s3 = await open(root);
    s3.buckets.create('data', { region: 'us-east-1' }).hold(object('in/a.csv', 'a', { 'content-type': 'text/csv' }));
    await s3.close();
    const again = await open(root);
    const find = (name: string) => again.buckets.find('data')?.get(name);
    expect(find('in/a.csv')).toMatchObject({ size: 1, headers: { 'content-type': 'text/csv' } });
    writeFileSync(join(root, 'objects/data/in/a.csv'), 'changed');
    expect(find('in/a.csv')).toMatchObject({
      size: 7,
      etag: etagOf('changed'),
      headers: { 'content-type': 'binary/octet-stream' },
    });
    const file = join(root, 'objects/other/by-hand.txt');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, 'x');
    expect(again.buckets.names()).toEqual(['data', 'other']);
    expect(again.buckets.find('other')?.keys('')).toEqual(['by-hand.txt']);
    expect(again.buckets.find('none')).toBeUndefined();
    await again.close();
  });

  test('reads a part of an object', async () => {
    const s3 = await open(newFolder());
    const bucket = s3.buckets.create('data', { region: 'us-east-1' });
    bucket.hold(object('k', 'abcdef'));
    expect(bucket.get('k')?.read(2, 3).toString()).toBe('cd');
    expect(bucket.get('k')?.read(0, -1)).toHaveLength(0);
    await s3.close();
  });

  test.each(['', '/a', 'a/', 'a//b', '../a', 'a/../../b', 'a\0b'])('refuses the key %j', async (name) => {
    const s3 = await open(newFolder());
    const bucket = s3.buckets.create('data', { region: 'us-east-1' });
    expect(() => bucket.hold(object(name, 'x'))).toThrow("cannot be a file's path");
    await s3.close();
  });
});
