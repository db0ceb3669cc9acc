import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { folderBuckets } from '../../src/buckets/folder-buckets.js';

const root = mkdtempSync(join(tmpdir(), 'flowmap-buckets-'));
const buckets = folderBuckets(root);
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts).toString();
}

const keysOf = async (bucket: string, prefix: string): Promise<string[]> => {
  const keys: string[] = [];
  for await (const { Key } of buckets.list(bucket, prefix)) keys.push(Key);
  return keys;
};

beforeAll(() => {
  mkdirSync(join(root, 'data/in/deep'), { recursive: true });
  mkdirSync(join(root, 'empty'));
  for (const name of ['in.csv', 'in/a.csv', 'in/deep/b.csv', 'in/deep.csv', 'in/ä.csv', 'z']) {
    writeFileSync(join(root, 'data', name), `text of ${name}`);
  }
});

describe('folders as buckets', () => {
  it('list keys in the order of their bytes, by prefix', async () => {
    expect(await keysOf('data', '')).toEqual(['in.csv', 'in/a.csv', 'in/deep.csv', 'in/deep/b.csv', 'in/ä.csv', 'z']);
    expect(await keysOf('data', 'in/d')).toEqual(['in/deep.csv', 'in/deep/b.csv']);
    expect(await keysOf('data', 'in/deep/')).toEqual(['in/deep/b.csv']);
    expect(await keysOf('empty', '')).toEqual([]);
  });

  it('tell of an object what the service tells', async () => {
    for await (const object of buckets.list('data', 'z')) {
      expect(object).toEqual({
        Key: 'z',
        Size: 9,
        Etag: '"132874a9e687822a0185e3570305fb56"',
        LastModified: expect.any(Number),
        StorageClass: 'STANDARD',
      });
      expect(Number.isInteger(object.LastModified)).toBe(true);
    }
  });

  it('give an object, or a range of it', async () => {
    const whole = await buckets.get('data', 'in/a.csv');
    expect([whole.size, await textOf(whole.body)]).toEqual([16, 'text of in/a.csv']);
    const part = await buckets.get('data', 'in/a.csv', { range: { start: 5, end: 7 } });
    expect([part.size, await textOf(part.body)]).toEqual([16, 'of']);
    const none = await buckets.get('data', 'in/a.csv', { range: { start: 16, end: 20 } });
    expect(await textOf(none.body)).toBe('');
  });

  it('keep what is put, whole or not at all', async () => {
    await buckets.put('empty', 'a/b.json', Buffer.from('[1]'));
    expect(await textOf((await buckets.get('empty', 'a/b.json')).body)).toBe('[1]');
    const upload = await buckets.upload?.('empty', 'a/long');
    await upload?.write(Buffer.from('one '));
    await upload?.write(Buffer.from('two'));
    expect(await keysOf('empty', '')).toEqual(['a/b.json']);
    await upload?.complete();
    expect(await textOf((await buckets.get('empty', 'a/long')).body)).toBe('one two');
    const dropped = await buckets.upload?.('empty', 'a/dropped');
    await dropped?.write(Buffer.from('x'));
    await dropped?.abort();
    expect(readdirSync(join(root, 'empty/a')).sort()).toEqual(['b.json', 'long']);
  });

  it.each([
    ['nowhere', 'x', 'NoSuchBucket', /does not exist: nowhere/],
    ['data', 'x', 'NoSuchKey', /does not exist: x in data/],
    ['data', 'in', 'NoSuchKey', /in in data/],
    ['data', '../empty/a', 'InvalidArgument', /cannot be a file's path/],
    ['data', '/etc/passwd', 'InvalidArgument', /cannot be a file's path/],
    ['data', 'in//a.csv', 'InvalidArgument', /cannot be a file's path/],
    ['..', 'x', 'InvalidArgument', /cannot be a folder's/],
  ])('refuse %s/%s with %s', async (bucket, key, name, message) => {
    await expect(buckets.get(bucket, key)).rejects.toMatchObject({ name, message: expect.stringMatching(message) });
  });

  it('have no versions', async () => {
    await expect(buckets.get('data', 'z', { versionId: '1' })).rejects.toMatchObject({ name: 'NoSuchVersion' });
  });
});
