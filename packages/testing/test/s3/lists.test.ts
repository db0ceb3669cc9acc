import { ListObjectsV2Command, PutObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { refused, started } from './server.js';

const s3 = started();
const KEYS = ['a', 'a b', 'a+b', 'a/1', 'a/2', 'a/b/3', 'b', 'é', '\uffee', '\u{1f600}'];
let Bucket = '';

beforeAll(async () => {
  Bucket = s3.bucket().name;
  for (const Key of [...KEYS].reverse()) await s3.client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
});

const page = async (more: object = {}) => {
  const answer = await s3.client.send(new ListObjectsV2Command({ Bucket, ...more }));
  return {
    keys: (answer.Contents ?? []).map(({ Key }) => Key),
    prefixes: (answer.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
    answer,
  };
};

describe('a list', () => {
  test('is sorted by the bytes of the keys', async () => {
    const { keys, answer } = await page();
    expect(keys).toEqual(KEYS);
    expect(answer).toMatchObject({ KeyCount: KEYS.length, IsTruncated: false, Name: Bucket, MaxKeys: 1_000 });
    expect(answer.Contents?.[3]).toMatchObject({
      Size: 3,
      ETag: expect.stringMatching(/^"/),
      StorageClass: 'STANDARD',
    });
  });

  test.each([1, 2, 3, 9])('comes in pages of %i', async (pageSize) => {
    const keys: (string | undefined)[] = [];
    let pages = 0;
    for await (const { Contents } of paginateListObjectsV2({ client: s3.client, pageSize }, { Bucket })) {
      pages += 1;
      keys.push(...(Contents ?? []).map(({ Key }) => Key));
    }
    expect(keys).toEqual(KEYS);
    expect(pages).toBe(Math.ceil(KEYS.length / pageSize));
  });

  test('begins with a prefix, and behind a key', async () => {
    expect((await page({ Prefix: 'a/' })).keys).toEqual(['a/1', 'a/2', 'a/b/3']);
    expect((await page({ StartAfter: 'a/2' })).keys).toEqual(KEYS.slice(5));
    expect((await page({ Prefix: 'a', StartAfter: 'a/1' })).keys).toEqual(['a/2', 'a/b/3']);
  });

  test('holds what keys begin with, to the delimiter', async () => {
    expect(await page({ Delimiter: '/' })).toMatchObject({
      keys: KEYS.filter((key) => !key.includes('/')),
      prefixes: ['a/'],
    });
    expect(await page({ Delimiter: '/', Prefix: 'a/' })).toMatchObject({ keys: ['a/1', 'a/2'], prefixes: ['a/b/'] });
  });

  test.each([1, 2, 4])('tells each prefix once, also in pages of %i', async (pageSize) => {
    const entries: (string | undefined)[] = [];
    const pages = paginateListObjectsV2({ client: s3.client, pageSize }, { Bucket, Delimiter: '/' });
    for await (const { Contents, CommonPrefixes } of pages) {
      entries.push(...(Contents ?? []).map(({ Key }) => Key), ...(CommonPrefixes ?? []).map(({ Prefix }) => Prefix));
    }
    expect(entries.sort()).toEqual([...KEYS.filter((key) => !key.includes('/')), 'a/'].sort());
  });

  test('has keys as in a URL where that is asked for', async () => {
    const { keys } = await page({ EncodingType: 'url' });
    expect(keys.slice(0, 4)).toEqual(['a', 'a+b', 'a%2Bb', 'a/1']);
    expect(keys.map((key) => decodeURIComponent((key ?? '').replaceAll('+', '%20')))).toEqual(KEYS);
  });

  test('takes no token but its own', async () => {
    expect(await refused(page({ ContinuationToken: 'a/1' }))).toEqual(['InvalidArgument', 400]);
  });
});
