import { describe, expect, it } from '@jest/globals';
import type { Json } from '@flowmap/asl/language';
import { memoryObjects } from '@flowmap/store/memory';
import { serveS3, storeBucket } from '../../src/buckets/index.js';

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts).toString();
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function filled() {
  const objects = memoryObjects();
  await objects.put('in/a', bytes('text of a'));
  await objects.put('in/a/deeper', bytes('more'));
  return { objects, bucket: storeBucket('own', objects) };
}

describe('a store as a bucket', () => {
  it('lists its objects', async () => {
    const { bucket } = await filled();
    const found: unknown[] = [];
    for await (const object of bucket.list('own', 'in/')) found.push(object);
    expect(found).toEqual([
      { Key: 'in/a', Size: 9, Etag: '"1468222eb33c76c8b627f504a7478fc4"', LastModified: 0, StorageClass: 'STANDARD' },
      expect.objectContaining({ Key: 'in/a/deeper', Size: 4 }),
    ]);
  });

  it('gives an object, or a range of it', async () => {
    const { bucket } = await filled();
    const whole = await bucket.get('own', 'in/a');
    expect([whole.size, await textOf(whole.body)]).toEqual([9, 'text of a']);
    const part = await bucket.get('own', 'in/a', { range: { start: 5, end: 7 } });
    expect([part.size, await textOf(part.body)]).toEqual([9, 'of']);
    expect(await textOf((await bucket.get('own', 'in/a', { range: { start: 3, end: 3 } })).body)).toBe('');
  });

  it('takes an object whole, or part by part', async () => {
    const { objects, bucket } = await filled();
    await bucket.put('own', 'out', bytes('whole'));
    expect(Buffer.from((await objects.get('out')) ?? []).toString()).toBe('whole');
    const upload = await bucket.upload?.('own', 'parts');
    const part = bytes('x'.repeat(40_000));
    for (let n = 0; n < 5; n++) await upload?.write(part);
    expect(await objects.get('parts')).toBeUndefined();
    await upload?.complete();
    expect((await objects.get('parts'))?.length).toBe(200_000);
  });

  it('leaves nothing of an upload that was given up', async () => {
    const { objects, bucket } = await filled();
    const upload = await bucket.upload?.('own', 'parts');
    await upload?.write(bytes('some'));
    await upload?.abort();
    expect(await objects.get('parts')).toBeUndefined();
  });

  it('tells whoever uploads that the store takes no more', async () => {
    const objects = { ...memoryObjects(), put: () => Promise.reject(new Error('the disk is full')) };
    const upload = await storeBucket('own', objects).upload?.('own', 'parts');
    const writing = async (): Promise<void> => {
      for (let n = 0; n < 5; n++) await upload?.write(bytes('x'.repeat(40_000)));
      await upload?.complete();
    };
    await expect(writing()).rejects.toThrow('the disk is full');
    await upload?.abort();
  });

  it('has no other objects, versions or buckets', async () => {
    const { bucket } = await filled();
    await expect(bucket.get('own', 'in')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(bucket.get('own', 'in/a', { versionId: '1' })).rejects.toMatchObject({ name: 'NoSuchVersion' });
    await expect(bucket.get('other', 'in/a')).rejects.toMatchObject({ name: 'NoSuchBucket' });
    await expect(bucket.put('other', 'in/a', bytes(''))).rejects.toMatchObject({ name: 'NoSuchBucket' });
    await expect(bucket.list('other', '')[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
  });

  it('leaves other buckets to others', async () => {
    const others = memoryObjects();
    const bucket = storeBucket('own', memoryObjects(), storeBucket('data', others));
    await bucket.put('data', 'x', bytes('1'));
    const upload = await bucket.upload?.('data', 'y');
    await upload?.write(bytes('2'));
    await upload?.complete();
    expect([await others.get('x'), await others.get('y')].every((body) => body !== undefined)).toBe(true);
  });
});

describe('Task states that call S3', () => {
  const call = async (action: string, args: Json): Promise<Json | undefined> => {
    const { bucket } = await filled();
    return serveS3(bucket, `arn:aws-cn:states:::aws-sdk:s3:${action}`, args, () => 'id');
  };

  it('read an object', async () => {
    expect(await call('getObject', { Bucket: 'own', Key: 'in/a' })).toMatchObject({
      Body: 'text of a',
      ContentLength: 9,
    });
  });

  it('ask for its size and hash', async () => {
    expect(await call('headObject', { Bucket: 'own', Key: 'in/a' })).toMatchObject({
      ContentLength: 9,
      ETag: '"1468222eb33c76c8b627f504a7478fc4"',
    });
  });

  it.each([
    ['text', 'as it is', 'as it is'],
    ['JSON', { a: [1] }, '{"a":[1]}'],
  ])('write %s', async (_, body, text) => {
    const { objects, bucket } = await filled();
    const answer = await serveS3(bucket, 'arn:aws:states:::aws-sdk:s3:putObject', {
      Bucket: 'own',
      Key: 'new',
      Body: body,
    });
    expect(answer).toEqual({ ETag: expect.stringMatching(/^"[0-9a-f]{32}"$/) });
    expect(Buffer.from((await objects.get('new')) ?? []).toString()).toBe(text);
  });

  it.each(['getObject', 'headObject'])('fail under the name of the service: %s', async (action) => {
    await expect(call(action, { Bucket: 'own', Key: 'in' })).rejects.toMatchObject({
      name: 'S3.NoSuchKeyException',
      message: expect.stringContaining('Request ID: id'),
    });
    await expect(call(action, { Bucket: 'other', Key: 'in' })).rejects.toMatchObject({
      name: 'S3.NoSuchBucketException',
    });
  });

  it('and no others are served', async () => {
    expect(await call('copyObject', {})).toBeUndefined();
    const { bucket } = await filled();
    expect(serveS3(bucket, 'arn:aws:states:::lambda:invoke', {})).toBeUndefined();
  });
});
