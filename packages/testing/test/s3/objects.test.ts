import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  ChecksumAlgorithm,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from '@jest/globals';
import { refused, started } from './server.js';

const s3 = started({ now: () => new Date('2026-03-01T12:00:00Z') });

describe('an object', () => {
  test('is given back with what came with it', async () => {
    const { name: Bucket } = s3.bucket();
    const Key = 'a b/+é?&%';
    const { ETag } = await s3.client.send(
      new PutObjectCommand({
        Bucket,
        Key,
        Body: 'one',
        ContentType: 'text/plain',
        CacheControl: 'no-store',
        Metadata: { who: 'me' },
      }),
    );
    expect(ETag).toBe(`"${createHash('md5').update('one').digest('hex')}"`);
    const got = await s3.client.send(new GetObjectCommand({ Bucket, Key }));
    expect(await got.Body?.transformToString()).toBe('one');
    const expected = {
      ContentType: 'text/plain',
      CacheControl: 'no-store',
      Metadata: { who: 'me' },
      ContentLength: 3,
      ETag,
      ServerSideEncryption: 'AES256',
      LastModified: new Date('2026-03-01T12:00:00Z'),
    };
    expect(got).toMatchObject(expected);
    const head = await s3.client.send(new HeadObjectCommand({ Bucket, Key }));
    expect(head).toMatchObject(expected);
    expect(head).not.toHaveProperty('Body');
  });

  test('comes in ranges', async () => {
    const { name: Bucket } = s3.bucket();
    await s3.client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: '0123456789' }));
    const range = async (Range: string) => {
      const { Body, ContentRange, $metadata } = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'k', Range }));
      return [$metadata.httpStatusCode, ContentRange, await Body?.transformToString()];
    };
    expect(await range('bytes=2-4')).toEqual([206, 'bytes 2-4/10', '234']);
    expect(await range('bytes=8-99')).toEqual([206, 'bytes 8-9/10', '89']);
    expect(await range('bytes=7-')).toEqual([206, 'bytes 7-9/10', '789']);
    expect(await range('bytes=-3')).toEqual([206, 'bytes 7-9/10', '789']);
    expect(await range('bytes=4-2')).toEqual([200, undefined, '0123456789']);
    expect(await range('bytes=0-1,3-4')).toEqual([200, undefined, '0123456789']);
    expect(await refused(range('bytes=10-12'))).toEqual(['InvalidRange', 416]);
  });

  test('that is not there is missing', async () => {
    const { name: Bucket } = s3.bucket();
    expect(await refused(s3.client.send(new GetObjectCommand({ Bucket, Key: 'k' })))).toEqual(['NoSuchKey', 404]);
    expect(await refused(s3.client.send(new HeadObjectCommand({ Bucket, Key: 'k' })))).toEqual(['NotFound', 404]);
    expect((await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'k' }))).$metadata.httpStatusCode).toBe(204);
    const elsewhere = { Bucket: 'nowhere', Key: 'k' };
    expect(await refused(s3.client.send(new GetObjectCommand(elsewhere)))).toEqual(['NoSuchBucket', 404]);
    expect(await refused(s3.client.send(new PutObjectCommand({ ...elsewhere, Body: 'x' })))).toEqual([
      'NoSuchBucket',
      404,
    ]);
  });

  test('has a key of 1,024 bytes at the most', async () => {
    const { name: Bucket } = s3.bucket();
    const put = (Key: string) => s3.client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
    await put('é'.repeat(512));
    expect(await refused(put('é'.repeat(513)))).toEqual(['KeyTooLongError', 400]);
  });
});

describe('checksums', () => {
  test.each([undefined, ...Object.values(ChecksumAlgorithm).filter((one) => /^(CRC32C?|SHA1|SHA256)$/.test(one))])(
    'of %s are verified, kept and given back, also for chunked bodies with trailers',
    async (algorithm) => {
      const { name: Bucket } = s3.bucket();
      const encodings: (string | undefined)[] = [];
      s3.server.faults.onRequest = ({ action, headers }) => {
        if (action === 'PutObject') encodings.push(headers['x-amz-trailer'] && headers['content-encoding']);
        return undefined;
      };
      const body = Buffer.alloc(200_000, 'abc');
      const streamed = {
        Body: Readable.from([body.subarray(0, 99_999), body.subarray(99_999)]),
        ContentLength: 200_000,
      };
      for (const [Key, more] of Object.entries({ plain: { Body: body }, streamed })) {
        const given = algorithm && { ChecksumAlgorithm: algorithm };
        await s3.client.send(new PutObjectCommand({ Bucket, Key, ...more, ...given }));
        const got = await s3.client.send(new GetObjectCommand({ Bucket, Key }));
        expect(got).toHaveProperty(`Checksum${algorithm ?? 'CRC32'}`);
        expect(got.ContentEncoding).toBeUndefined();
        expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(body)).toBe(true);
      }
      expect(encodings).toEqual([undefined, 'aws-chunked']);
    },
  );

  test('that do not hold are refused, and so is an algorithm that is not there', async () => {
    const bucket = s3.bucket();
    const put = (more: object) =>
      refused(s3.client.send(new PutObjectCommand({ Bucket: bucket.name, Key: 'k', Body: 'one', ...more })));
    expect(await put({ ChecksumCRC32: 'AAAAAA==' })).toEqual(['BadDigest', 400]);
    expect(await put({ ChecksumSHA256: Buffer.alloc(32).toString('base64') })).toEqual(['BadDigest', 400]);
    expect(await put({ ChecksumCRC32C: 'AAA=' })).toEqual(['InvalidRequest', 400]);
    expect(await put({ ContentMD5: Buffer.alloc(16).toString('base64') })).toEqual(['BadDigest', 400]);
    expect(await put({ ContentMD5: 'AAAA' })).toEqual(['InvalidDigest', 400]);
    expect(await put({ ChecksumCRC64NVME: 'AAAAAAAAAAA=' })).toEqual(['NotImplemented', 501]);
    expect(bucket.objects.size).toBe(0);
  });
});

describe('conditions', () => {
  test('of a write', async () => {
    const { name: Bucket } = s3.bucket();
    const put = (more: object) => s3.client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'one', ...more }));
    expect(await refused(put({ IfMatch: '"none"' }))).toEqual(['NoSuchKey', 404]);
    const { ETag } = await put({ IfNoneMatch: '*' });
    expect(await refused(put({ IfNoneMatch: '*' }))).toEqual(['PreconditionFailed', 412]);
    expect(await refused(put({ IfNoneMatch: ETag }))).toEqual(['NotImplemented', 501]);
    expect(await refused(put({ IfMatch: '"other"' }))).toEqual(['PreconditionFailed', 412]);
    await put({ IfMatch: ETag });
  });

  test('of a write whose object is removed meanwhile: 409; and written meanwhile: 412', async () => {
    const { name: Bucket } = s3.bucket();
    const create = () => s3.client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'one', IfNoneMatch: '*' }));
    await create();
    s3.server.faults.onRequest = async ({ action }) => {
      if (action !== 'PutObject') return undefined;
      s3.server.faults.onRequest = undefined;
      await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
      return undefined;
    };
    expect(await refused(create())).toEqual(['ConditionalRequestConflict', 409]);
    s3.server.faults.onRequest = async () => {
      s3.server.faults.onRequest = undefined;
      await create();
      return undefined;
    };
    expect(await refused(create())).toEqual(['PreconditionFailed', 412]);
  });

  test('of a reading', async () => {
    const { name: Bucket } = s3.bucket();
    const { ETag } = await s3.client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'one' }));
    const get = (more: object) => s3.client.send(new GetObjectCommand({ Bucket, Key: 'k', ...more }));
    expect((await get({ IfMatch: ETag })).ContentLength).toBe(3);
    expect(await refused(get({ IfMatch: '"other"' }))).toEqual(['PreconditionFailed', 412]);
    expect((await refused(get({ IfNoneMatch: ETag })))[1]).toBe(304);
    expect((await get({ IfNoneMatch: '"other"' })).ContentLength).toBe(3);
    expect(await refused(get({ IfModifiedSince: new Date(0) }))).toEqual(['NotImplemented', 501]);
  });
});

describe('removing', () => {
  test('many tells which, unless it is asked not to', async () => {
    const { name: Bucket, objects } = s3.bucket();
    for (const Key of ['a', 'b<&>', 'c']) await s3.client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
    const remove = (keys: string[], Quiet = false) =>
      s3.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: keys.map((Key) => ({ Key })), Quiet } }));
    expect((await remove(['a', 'none'])).Deleted).toEqual([{ Key: 'a' }, { Key: 'none' }]);
    expect((await remove(['b<&>'], true)).Deleted).toBeUndefined();
    expect([...objects.keys()]).toEqual(['c']);
    s3.server.faults.onRequest = ({ key }) => (key === 'c' ? 'deny' : undefined);
    expect((await remove(['c', 'd'], true)).Errors).toEqual([
      { Key: 'c', Code: 'AccessDenied', Message: 'Access Denied' },
    ]);
    s3.server.faults.onRequest = undefined;
    const many = Array.from({ length: 1_001 }, (_, item) => `${item}`);
    expect(await refused(remove(many))).toEqual(['MalformedXML', 400]);
  });
});
