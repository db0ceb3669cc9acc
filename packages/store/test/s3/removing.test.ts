import { describe, expect, it } from '@jest/globals';
import { buckets } from './buckets.js';

const s3 = buckets();

describe('removing', () => {
  it('takes a thousand keys in a request', async () => {
    const { store } = s3.next();
    const seen = s3.watch();
    await store.remove(Array.from({ length: 2_001 }, (_, item) => `k/${item}`));
    const requests = seen.filter(({ key }) => key === '');
    expect(requests.map(({ action }) => action)).toEqual(['DeleteObjects', 'DeleteObjects', 'DeleteObjects']);
  });

  it('tells which key S3 did not remove, and how many others', async () => {
    const { store, bucket } = s3.next();
    for (const key of ['a', 'b', 'c']) await store.put(key, Buffer.from(key));
    s3.watch(({ key }) => (key === 'a' || key === 'c' ? 'deny' : undefined));
    await expect(store.remove(['a', 'b', 'c'])).rejects.toMatchObject({
      code: 'STORE_DENIED',
      message: `no right to s3:DeleteObject on arn:aws:s3:::${bucket.name}/a, and 1 more of 3 keys were not removed`,
    });
    expect([...bucket.objects.keys()]).toEqual(['a', 'c']);
    s3.watch(({ key }) => (key === 'c' ? 'fail' : undefined));
    await expect(store.remove(['a', 'c'])).rejects.toMatchObject({
      code: 'STORE_FAILED',
      message: expect.stringContaining(`the object c of the bucket ${bucket.name} cannot be used: InternalError`),
    });
  });

  it('takes keys with characters that no XML has, and lists them', async () => {
    const { store } = s3.next();
    const keys = ['a\u0001b', 'a\nb', 'a\r\nb', 'a&<>"b', 'a\uffffb'];
    for (const key of keys) await store.put(key, Buffer.from(key));
    const listed: string[] = [];
    for await (const { key } of store.list('')) listed.push(key);
    expect(listed.sort()).toEqual([...keys].sort());
    await store.remove(keys);
    for await (const { key } of store.list('')) throw new Error(`${JSON.stringify(key)} is still there`);
  });
});
