import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from '@jest/globals';
import { s3Server } from '@flowmap/testing/stores';
import { refused, started } from './server.js';

const s3 = started({ minPartBytes: 4 });

async function begin(Bucket: string, Key: string, more: object = {}): Promise<string> {
  const { UploadId = '' } = await s3.client.send(
    new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm: 'CRC32', ...more }),
  );
  return UploadId;
}

async function send(
  Bucket: string,
  Key: string,
  UploadId: string,
  PartNumber: number,
  Body: string,
): Promise<CompletedPart> {
  const { ETag, ChecksumCRC32 } = await s3.client.send(
    new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }),
  );
  return { PartNumber, ETag, ChecksumCRC32 };
}

function complete(Bucket: string, Key: string, UploadId: string, Parts: CompletedPart[], more: object = {}) {
  return s3.client.send(
    new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...more }),
  );
}

describe('an upload', () => {
  test('is seen when it is completed, and not before', async () => {
    const { name: Bucket, uploads } = s3.bucket();
    const id = await begin(Bucket, 'k', { Metadata: { who: 'me' }, ContentType: 'text/plain' });
    const parts = [await send(Bucket, 'k', id, 2, 'two'), await send(Bucket, 'k', id, 1, 'one+')].reverse();
    expect(await refused(s3.client.send(new GetObjectCommand({ Bucket, Key: 'k' })))).toEqual(['NoSuchKey', 404]);
    const { ETag } = await complete(Bucket, 'k', id, parts);
    const digests = ['one+', 'two'].map((part) => createHash('md5').update(part).digest());
    expect(ETag).toBe(`"${createHash('md5').update(Buffer.concat(digests)).digest('hex')}-2"`);
    const got = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'k' }));
    expect(await got.Body?.transformToString()).toBe('one+two');
    expect(got).toMatchObject({
      ETag,
      Metadata: { who: 'me' },
      ContentType: 'text/plain',
      ChecksumCRC32: expect.stringMatching(/-2$/),
      ChecksumType: 'COMPOSITE',
    });
    expect(uploads.size).toBe(0);
    expect(await refused(complete(Bucket, 'k', id, parts))).toEqual(['NoSuchUpload', 404]);
  });

  test('takes a part again', async () => {
    const { name: Bucket, objects } = s3.bucket();
    const id = await begin(Bucket, 'k');
    const old = await send(Bucket, 'k', id, 1, 'old!');
    const part = await send(Bucket, 'k', id, 1, 'new!');
    expect(await refused(complete(Bucket, 'k', id, [old]))).toEqual(['InvalidPart', 400]);
    await complete(Bucket, 'k', id, [part]);
    expect(Buffer.from(objects.get('k')?.body ?? []).toString()).toBe('new!');
  });

  test('leaves out what is not named', async () => {
    const { name: Bucket, objects } = s3.bucket();
    const id = await begin(Bucket, 'k');
    await send(Bucket, 'k', id, 1, 'one+');
    await complete(Bucket, 'k', id, [await send(Bucket, 'k', id, 3, 'three')]);
    expect(Buffer.from(objects.get('k')?.body ?? []).toString()).toBe('three');
  });

  test('is not completed with parts that are missing, too small, out of order or without their checksums', async () => {
    const { name: Bucket, uploads, objects } = s3.bucket();
    const id = await begin(Bucket, 'k');
    const small = await send(Bucket, 'k', id, 1, 'one');
    const large = await send(Bucket, 'k', id, 2, 'two two');
    expect(await refused(complete(Bucket, 'k', id, [small, large]))).toEqual(['EntityTooSmall', 400]);
    expect(await refused(complete(Bucket, 'k', id, [large, small]))).toEqual(['InvalidPartOrder', 400]);
    expect(await refused(complete(Bucket, 'k', id, [large, { ...large, PartNumber: 3 }]))).toEqual([
      'InvalidPart',
      400,
    ]);
    expect(await refused(complete(Bucket, 'k', id, []))).toEqual(['MalformedXML', 400]);
    const { PartNumber, ETag } = large;
    const bare = { PartNumber, ETag } as CompletedPart;
    expect(await refused(complete(Bucket, 'k', id, [bare]))).toEqual(['InvalidRequest', 400]);
    expect([uploads.size, objects.size]).toEqual([1, 0]);
    expect(await refused(send(Bucket, 'k', id, 10_001, 'x'))).toEqual(['InvalidArgument', 400]);
    expect(await refused(send(Bucket, 'other', id, 1, 'x'))).toEqual(['NoSuchUpload', 404]);
    await complete(Bucket, 'k', id, [large]);
  });

  test('takes the checksums that were announced, and no others', async () => {
    const { name: Bucket } = s3.bucket();
    const id = await begin(Bucket, 'k', { ChecksumAlgorithm: 'SHA256' });
    expect(await refused(send(Bucket, 'k', id, 1, 'one'))).toEqual(['InvalidRequest', 400]);
    const unannounced = await begin(Bucket, 'k', { ChecksumAlgorithm: undefined });
    await expect(send(Bucket, 'k', unannounced, 1, 'one')).rejects.toThrow('expected checksum Type: null, actual');
    const part = { Bucket, Key: 'k', UploadId: id, PartNumber: 1, Body: 'one', ChecksumAlgorithm: 'SHA256' } as const;
    expect((await s3.client.send(new UploadPartCommand(part))).ChecksumSHA256).toBe(
      createHash('sha256').update('one').digest('base64'),
    );
  });

  test('of a full checksum has that of the object', async () => {
    const { name: Bucket } = s3.bucket();
    const id = await begin(Bucket, 'k', { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' });
    const part = await send(Bucket, 'k', id, 1, 'one');
    expect(await refused(complete(Bucket, 'k', id, [part], { ChecksumCRC32: 'AAAAAA==' }))).toEqual(['BadDigest', 400]);
    await complete(Bucket, 'k', id, [part]);
    await s3.client.send(new PutObjectCommand({ Bucket, Key: 'same', Body: 'one' }));
    const [one, same] = await Promise.all(
      ['k', 'same'].map((Key) => s3.client.send(new GetObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }))),
    );
    expect(one?.ChecksumCRC32).toBe(same?.ChecksumCRC32);
    expect(await one?.Body?.transformToString()).toBe('one');
    await same?.Body?.transformToString();
  });

  test('is conditional at its end', async () => {
    const { name: Bucket } = s3.bucket();
    const id = await begin(Bucket, 'k');
    const part = await send(Bucket, 'k', id, 1, 'one');
    await s3.client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'first' }));
    expect(await refused(complete(Bucket, 'k', id, [part], { IfNoneMatch: '*' }))).toEqual(['PreconditionFailed', 412]);
    await complete(Bucket, 'k', id, [part]);
  });

  test('that is aborted is gone', async () => {
    const { name: Bucket } = s3.bucket();
    const id = await begin(Bucket, 'k');
    const part = await send(Bucket, 'k', id, 1, 'one');
    const abort = () => s3.client.send(new AbortMultipartUploadCommand({ Bucket, Key: 'k', UploadId: id }));
    await abort();
    expect(await refused(abort())).toEqual(['NoSuchUpload', 404]);
    expect(await refused(complete(Bucket, 'k', id, [part]))).toEqual(['NoSuchUpload', 404]);
    expect(await refused(send(Bucket, 'k', id, 2, 'two'))).toEqual(['NoSuchUpload', 404]);
  });

  test('and its parts are listed, in pages', async () => {
    const { name: Bucket } = s3.bucket();
    const ids = [await begin(Bucket, 'a'), await begin(Bucket, 'b'), await begin(Bucket, 'b')];
    const first = await s3.client.send(new ListMultipartUploadsCommand({ Bucket, MaxUploads: 2 }));
    const rest = await s3.client.send(
      new ListMultipartUploadsCommand({
        Bucket,
        KeyMarker: first.NextKeyMarker,
        UploadIdMarker: first.NextUploadIdMarker,
      }),
    );
    const listed = [...(first.Uploads ?? []), ...(rest.Uploads ?? [])];
    expect(listed.map(({ Key, UploadId }) => [Key, UploadId])).toEqual(ids.map((id, at) => ['abb'[at], id]));
    expect([first.IsTruncated, rest.IsTruncated]).toEqual([true, false]);
    const under = await s3.client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: 'a' }));
    expect(under.Uploads).toHaveLength(1);

    const asked = { Bucket, Key: 'a', UploadId: ids[0] };
    for (const number of [3, 1, 2]) await send(Bucket, 'a', ids[0] ?? '', number, 'x'.repeat(number));
    const parts = await s3.client.send(new ListPartsCommand({ ...asked, MaxParts: 2 }));
    expect(parts.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
      [1, 1],
      [2, 2],
    ]);
    const more = await s3.client.send(new ListPartsCommand({ ...asked, PartNumberMarker: parts.NextPartNumberMarker }));
    expect(more.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([3]);
  });
});

test('without a setting, parts have 5 MiB at least', async () => {
  const server = await s3Server();
  const { name: Bucket } = server.buckets.create('data');
  const client = new S3Client(server.clientConfig);
  const { UploadId = '' } = await client.send(
    new CreateMultipartUploadCommand({ Bucket, Key: 'k', ChecksumAlgorithm: 'CRC32' }),
  );
  const sent = [1, 2].map(async (PartNumber) => {
    const Body = Buffer.alloc(5 * 1024 * 1024 - 1);
    const { ETag, ChecksumCRC32 } = await client.send(
      new UploadPartCommand({ Bucket, Key: 'k', UploadId, PartNumber, Body }),
    );
    return { PartNumber, ETag, ChecksumCRC32 };
  });
  const Parts = await Promise.all(sent);
  const end = new CompleteMultipartUploadCommand({ Bucket, Key: 'k', UploadId, MultipartUpload: { Parts } });
  expect(await refused(client.send(end))).toEqual(['EntityTooSmall', 400]);
  client.destroy();
  await server.close();
});
