import { createHash } from 'node:crypto';
import {
  CopyObjectCommand,
  GetObjectCommand,
  ListObjectsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from '@jest/globals';
import type { S3Request } from '@flowmap/testing/stores';
import { refused, SIGNED, started } from './server.js';

const s3 = started();

/** A request as no SDK would send it. Gives the status and the code of the error. */
async function raw(path: string, body: string, headers: Readonly<Record<string, string>>, method = 'PUT') {
  const answer = await fetch(`${s3.server.url}${path}`, { method, body, headers });
  const text = await answer.text();
  return { status: answer.status, code: /<Code>(\w+)<\/Code>/.exec(text)?.[1], text };
}

describe('a signature', () => {
  test('must be there, be of version 4, for S3, and for the region', async () => {
    const { name } = s3.bucket();
    const asked = async (authorization?: string) => {
      const headers = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD', ...(authorization && { authorization }) };
      const { status, code } = await raw(`/${name}/k`, 'one', headers);
      return [status, code];
    };
    expect(await asked(SIGNED.authorization)).toEqual([200, undefined]);
    expect(await asked()).toEqual([403, 'AccessDenied']);
    expect(await asked('AWS test:signature')).toEqual([400, 'InvalidRequest']);
    expect(await asked(SIGNED.authorization.replace('/s3/', '/states/'))).toEqual([
      400,
      'AuthorizationHeaderMalformed',
    ]);
    const elsewhere = await raw(`/${name}/k`, 'one', {
      ...SIGNED,
      authorization: SIGNED.authorization.replace('us-east-1', 'eu-west-1'),
    });
    expect(elsewhere).toMatchObject({ status: 400, code: 'AuthorizationHeaderMalformed' });
    expect(elsewhere.text).toContain('<Region>us-east-1</Region>');
  });
});

describe('a body', () => {
  test('is what was signed', async () => {
    const { name } = s3.bucket();
    const put = async (sha256: string) => {
      const { status, code } = await raw(`/${name}/k`, 'one', { ...SIGNED, 'x-amz-content-sha256': sha256 });
      return [status, code];
    };
    expect(await put(createHash('sha256').update('one').digest('hex'))).toEqual([200, undefined]);
    expect(await put(createHash('sha256').update('two').digest('hex'))).toEqual([400, 'XAmzContentSHA256Mismatch']);
  });

  test('that was changed on its way is refused, by its checksum', async () => {
    const bucket = s3.bucket();
    const checksum = { 'x-amz-checksum-sha1': createHash('sha1').update('one').digest('base64') };
    expect(await raw(`/${bucket.name}/k`, 'two', { ...SIGNED, ...checksum })).toMatchObject({
      status: 400,
      code: 'BadDigest',
    });
    expect(bucket.objects.size).toBe(0);
    expect(await raw(`/${bucket.name}/k`, 'one', { ...SIGNED, ...checksum })).toMatchObject({ status: 200 });
  });

  test('has one checksum, not two', async () => {
    const { name } = s3.bucket();
    const headers = {
      ...SIGNED,
      'x-amz-checksum-sha1': createHash('sha1').update('one').digest('base64'),
      'x-amz-checksum-sha256': createHash('sha256').update('one').digest('base64'),
    };
    expect(await raw(`/${name}/k`, 'one', headers)).toMatchObject({ status: 400, code: 'InvalidRequest' });
  });

  describe('in chunks', () => {
    const CRC32C_OF_ONE_TWO = 'x-amz-checksum-crc32c';
    /** The CRC32C of `123456789` is 0xe3069283: the check value of the algorithm. */
    const CHECK = Buffer.from('e3069283', 'hex').toString('base64');
    const unsigned = { ...SIGNED, 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' };
    const trailed = { ...unsigned, 'x-amz-trailer': CRC32C_OF_ONE_TWO, 'x-amz-decoded-content-length': '9' };

    test('is put together, signed or not, and compared with the trailer', async () => {
      const { name, objects } = s3.bucket();
      const framed = `4\r\n1234\r\n5\r\n56789\r\n0\r\n${CRC32C_OF_ONE_TWO}:${CHECK}\r\n\r\n`;
      expect(await raw(`/${name}/k`, framed, trailed)).toMatchObject({ status: 200 });
      expect(Buffer.from(objects.get('k')?.body ?? []).toString()).toBe('123456789');
      const signed = framed.replace(/^(\d)\r$/gm, `$1;chunk-signature=${'0'.repeat(64)}\r`);
      const all = { ...trailed, 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER' };
      expect(signed).toContain('chunk-signature');
      expect(await raw(`/${name}/signed`, `${signed}x-amz-trailer-signature:0\r\n\r\n`, all)).toMatchObject({
        status: 200,
      });
      expect(Buffer.from(objects.get('signed')?.body ?? []).toString()).toBe('123456789');
      expect(await raw(`/${name}/k`, framed.replace('1234', '1235'), trailed)).toMatchObject({ code: 'BadDigest' });
    });

    test.each([
      ['ends too early', '9\r\n1234', 'IncompleteBody'],
      ['has no last chunk', '4\r\n1234\r\n', 'IncompleteBody'],
      ['is not framed', '123456789', 'IncompleteBody'],
      ['has another length than was said', `4\r\n1234\r\n0\r\n${CRC32C_OF_ONE_TWO}:${CHECK}\r\n\r\n`, 'IncompleteBody'],
      ['has no trailer', '9\r\n123456789\r\n0\r\n\r\n', 'MalformedTrailerError'],
    ])('that %s is refused', async (_, body, code) => {
      const bucket = s3.bucket();
      expect(await raw(`/${bucket.name}/k`, body, trailed)).toMatchObject({ status: 400, code });
      expect(bucket.objects.size).toBe(0);
    });
  });

  test('of a request that needs a checksum has one', async () => {
    const { name } = s3.bucket();
    const body = '<Delete><Object><Key>a</Key></Object></Delete>';
    const asked = (text: string, more: object) => raw(`/${name}?delete`, text, { ...SIGNED, ...more }, 'POST');
    expect(await asked(body, {})).toMatchObject({ code: 'InvalidRequest' });
    const md5 = (text: string) => ({ 'content-md5': createHash('md5').update(text).digest('base64') });
    expect(await asked(body, md5(body))).toMatchObject({ status: 200 });
    for (const broken of ['<Delete><Object></Delete>', '<Other/>', 'text', '<Delete/>', '<Delete>&none;</Delete>']) {
      expect(await asked(broken, md5(broken))).toMatchObject({ code: 'MalformedXML' });
    }
    const odd = `<?xml version="1.0"?><!-- a --><Delete xmlns="x"><Object><Key><![CDATA[<]]>&#x41;&amp;</Key></Object></Delete>`;
    expect((await asked(odd, md5(odd))).text).toContain('<Key>&lt;A&amp;</Key>');
  });
});

describe('what is not there', () => {
  test('is refused by its name', async () => {
    const { name: Bucket } = s3.bucket();
    const copy = new CopyObjectCommand({ Bucket, Key: 'k', CopySource: 'a/b' });
    expect(await refused(s3.client.send(copy))).toEqual(['NotImplemented', 501]);
    expect(await refused(s3.client.send(new ListObjectsCommand({ Bucket })))).toEqual(['NotImplemented', 501]);
    const version = new GetObjectCommand({ Bucket, Key: 'k', VersionId: '1' });
    await expect(s3.client.send(version)).rejects.toThrow('the parameter versionId of GetObject');
    expect(await raw('/%E0%A4%A', 'x', SIGNED)).toMatchObject({ code: 'InvalidURI' });
  });
});

describe('faults', () => {
  test('are those that a test asks for', async () => {
    const bucket = s3.bucket();
    const put = () => s3.client.send(new PutObjectCommand({ Bucket: bucket.name, Key: 'k', Body: 'one' }));
    s3.server.faults.onRequest = () => 'throttle';
    expect(await refused(put())).toEqual(['SlowDown', 503]);
    s3.server.faults.onRequest = () => 'fail';
    expect(await refused(put())).toEqual(['InternalError', 500]);
    s3.server.faults.onRequest = () => Promise.resolve('deny');
    expect(await refused(put())).toEqual(['AccessDenied', 403]);
    s3.server.faults.onRequest = () => 'conflict';
    expect(await refused(put())).toEqual(['ConditionalRequestConflict', 409]);
    s3.server.faults.onRequest = () => 'lose-request';
    expect((await refused(put()))[1]).toBeUndefined();
    expect(bucket.objects.size).toBe(0);
    s3.server.faults.onRequest = () => 'lose-answer';
    expect((await refused(put()))[1]).toBeUndefined();
    expect(bucket.objects.size).toBe(1);
    s3.server.faults.onRequest = () => 'cut';
    const got = await s3.client.send(new GetObjectCommand({ Bucket: bucket.name, Key: 'k' }));
    expect(got.ContentLength).toBe(3);
    await expect(got.Body?.transformToString()).rejects.toThrow();
  });

  test('are told what the request is, and which attempt', async () => {
    const { name: Bucket } = s3.bucket();
    const seen: S3Request[] = [];
    s3.server.faults.onRequest = (request) => {
      seen.push(request);
      return request.attempt === 1 ? 'fail' : undefined;
    };
    const client = new S3Client(s3.server.clientConfig);
    await client.send(new PutObjectCommand({ Bucket, Key: 'a/b', Body: 'one' }));
    client.destroy();
    expect(seen).toMatchObject([
      { method: 'PUT', action: 'PutObject', bucket: Bucket, key: 'a/b', attempt: 1, size: 3 },
      { method: 'PUT', action: 'PutObject', bucket: Bucket, key: 'a/b', attempt: 2, size: 3 },
    ]);
  });
});
