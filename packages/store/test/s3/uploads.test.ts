import { describe, expect, it } from '@jest/globals';
import { s3Objects } from '@flowmap/store/s3';
import { s3Server } from '@flowmap/testing/stores';
import { inPieces, someBytes } from './bodies.js';
import { buckets } from './buckets.js';

const s3 = buckets({ minPartBytes: 1 });
const PART = 1_000;

describe('a body', () => {
  it.each([
    ['nothing', 0, ['PutObject']],
    ['less than a part', 999, ['PutObject']],
    ['a part', 1_000, ['PutObject']],
    [
      'a byte more than a part',
      1_001,
      ['CreateMultipartUpload', 'UploadPart', 'UploadPart', 'CompleteMultipartUpload'],
    ],
  ])('of %s takes the requests that it needs', async (_, length, actions) => {
    const bytes = someBytes(length);
    for (const body of [bytes, inPieces(bytes, 300)]) {
      const { store, bucket } = s3.next({ partBytes: PART });
      const seen = s3.watch();
      expect(await store.put('k', body)).toBe('written');
      expect(seen.map(({ action }) => action)).toEqual(actions);
      expect(Buffer.from(bucket.objects.get('k')?.body ?? []).equals(bytes)).toBe(true);
      expect(bucket.uploads.size).toBe(0);
    }
  });

  it('in parts is an object of parts, with checksums that S3 has checked', async () => {
    const { store, bucket } = s3.next({ partBytes: PART });
    const seen = s3.watch();
    const bytes = someBytes(5_500);
    await store.put('k', inPieces(bytes, 2_300));
    const parts = seen.filter(({ action }) => action === 'UploadPart');
    expect(parts.map(({ size }) => size).sort()).toEqual([1_000, 1_000, 1_000, 1_000, 1_000, 500]);
    for (const { headers } of parts) expect(headers).toHaveProperty('x-amz-checksum-crc32');
    expect(bucket.objects.get('k')?.etag).toMatch(/^"[0-9a-f]{32}-6"$/);
    expect(Buffer.from((await store.get('k')) ?? []).equals(bytes)).toBe(true);
  });

  it('has so many parts on their way at once, and no more of it is asked for meanwhile', async () => {
    const { store } = s3.next({ partBytes: PART, partsAtOnce: 3 });
    const pieces = { taken: 0 };
    async function* body(): AsyncGenerator<Uint8Array> {
      for (; pieces.taken < 20; pieces.taken += 1) yield someBytes(PART);
    }
    let now = 0;
    let most = 0;
    let ahead = 0;
    let sent = 0;
    s3.watch(async ({ action }) => {
      if (action !== 'UploadPart') return undefined;
      now += 1;
      most = Math.max(most, now);
      ahead = Math.max(ahead, pieces.taken - sent);
      await new Promise((resolve) => setTimeout(resolve, 20));
      now -= 1;
      sent += 1;
      return undefined;
    });
    await store.put('k', body());
    expect(most).toBe(3);
    expect(ahead).toBeLessThanOrEqual(3 + 2);
  });

  it('that is not wanted is not sent', async () => {
    const { store } = s3.next({ partBytes: PART });
    await store.put('k', Buffer.from('first'));
    const seen = s3.watch();
    let isClosed = false;
    async function* body(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield someBytes(PART);
      } finally {
        isClosed = true;
      }
    }
    expect(await store.put('k', body(), { ifAbsent: true })).toBe('exists');
    expect(seen.map(({ action }) => action)).toEqual(['HeadObject']);
    expect(isClosed).toBe(true);
  });

  it('that somebody else was faster with leaves no parts', async () => {
    const { store, bucket } = s3.next({ partBytes: PART });
    s3.watch(async ({ action, key }) => {
      if (action === 'UploadPart' && key === 'k') await store.put('k', Buffer.from('first'));
      return undefined;
    });
    expect(await store.put('k', someBytes(3_000), { ifAbsent: true })).toBe('exists');
    expect(Buffer.from((await store.get('k')) ?? []).toString()).toBe('first');
    expect(bucket.uploads.size).toBe(0);
  });
});

describe('an upload is aborted', () => {
  it('when the body fails, and the error of the body is what is thrown', async () => {
    const { store, bucket } = s3.next({ partBytes: PART });
    const odd = new Error('the source broke');
    async function* body(): AsyncGenerator<Uint8Array> {
      yield* inPieces(someBytes(3_500), 500);
      throw odd;
    }
    const seen = s3.watch();
    await expect(store.put('k', body())).rejects.toBe(odd);
    expect(seen.at(-1)?.action).toBe('AbortMultipartUpload');
    expect([bucket.uploads.size, bucket.objects.size]).toEqual([0, 0]);
  });

  it('when a part is refused, although the body goes on', async () => {
    const { store, bucket } = s3.next({ partBytes: PART });
    let isClosed = false;
    async function* body(): AsyncGenerator<Uint8Array> {
      try {
        yield* inPieces(someBytes(3_500), 500);
        await new Promise<void>(() => undefined);
      } finally {
        isClosed = true;
      }
    }
    s3.watch(({ action, partNumber }) => (action === 'UploadPart' && partNumber === 2 ? 'deny' : undefined));
    await expect(store.put('k', body())).rejects.toMatchObject({
      code: 'STORE_DENIED',
      message: expect.stringContaining(`s3:PutObject on arn:aws:s3:::${bucket.name}/k`),
    });
    expect([bucket.uploads.size, bucket.objects.size]).toEqual([0, 0]);
    // It hangs, so that it cannot be closed.
    expect(isClosed).toBe(false);
  });

  it('by the signal, while parts are on their way and the body hangs', async () => {
    const { store, bucket } = s3.next({ partBytes: PART });
    const control = new AbortController();
    const reason = new Error('enough');
    async function* body(): AsyncGenerator<Uint8Array> {
      yield someBytes(2_500);
      await new Promise<void>(() => undefined);
    }
    s3.watch(async ({ action, partNumber }) => {
      if (action !== 'UploadPart' || partNumber !== 2) return undefined;
      control.abort(reason);
      await new Promise((resolve) => setTimeout(resolve, 50));
      return undefined;
    });
    await expect(store.put('k', body(), { signal: control.signal })).rejects.toBe(reason);
    expect([bucket.uploads.size, bucket.objects.size]).toEqual([0, 0]);
  });

  it('when S3 does not put the parts together', async () => {
    const server = await s3Server();
    server.buckets.create('data');
    const store = s3Objects({ bucket: 'data', clientConfig: server.clientConfig, partBytes: PART });
    await expect(store.put('k', someBytes(2_500))).rejects.toMatchObject({
      code: 'STORE_FAILED',
      hint: expect.stringContaining('partBytes'),
    });
    expect(server.buckets.of('data').uploads.size).toBe(0);
    await server.close();
  });
});

describe('a conflict', () => {
  it('is tried again, a few times', async () => {
    const { store } = s3.next({ partBytes: PART });
    let conflicts = 0;
    s3.watch(({ action }) => (action === 'PutObject' && conflicts++ < 2 ? 'conflict' : undefined));
    expect(await store.put('k', Buffer.from('one'), { ifAbsent: true })).toBe('written');
    expect(conflicts).toBe(3);
    const seen = s3.watch(({ action }) => (action === 'PutObject' ? 'conflict' : undefined));
    await expect(store.put('other', Buffer.from('one'), { ifAbsent: true })).rejects.toMatchObject({
      code: 'STORE_CONFLICT',
    });
    expect(seen).toHaveLength(6);
  });

  it('of an upload begins another one where the bytes are here, and is told where they are gone', async () => {
    const { store, bucket } = s3.next({ partBytes: PART });
    const once = (): ReturnType<typeof s3.watch> => {
      let conflicts = 0;
      return s3.watch(({ action }) => {
        if (action !== 'CompleteMultipartUpload') return undefined;
        conflicts += 1;
        return conflicts === 1 ? 'conflict' : undefined;
      });
    };
    const seen = once();
    const bytes = someBytes(2_500);
    expect(await store.put('k', bytes, { ifAbsent: true })).toBe('written');
    expect(seen.filter(({ action }) => action === 'CreateMultipartUpload')).toHaveLength(2);
    expect(Buffer.from((await store.get('k')) ?? []).equals(bytes)).toBe(true);
    once();
    await expect(store.put('other', inPieces(bytes, 400), { ifAbsent: true })).rejects.toMatchObject({
      code: 'STORE_CONFLICT',
      message: expect.stringContaining('the object other'),
    });
    expect(bucket.uploads.size).toBe(0);
  });
});

describe('with a key of KMS', () => {
  it('all that is written is encrypted by it', async () => {
    const key = 'arn:aws:kms:us-east-1:123456789012:key/1';
    const { store, bucket } = s3.next({ partBytes: PART, key });
    await store.put('small', Buffer.from('one'));
    await store.put('absent', Buffer.from('one'), { ifAbsent: true });
    await store.put('large', someBytes(2_500));
    for (const object of bucket.objects.values()) {
      expect(object.headers).toMatchObject({
        'x-amz-server-side-encryption': 'aws:kms',
        'x-amz-server-side-encryption-aws-kms-key-id': key,
        'x-amz-server-side-encryption-bucket-key-enabled': 'true',
      });
    }
    expect(bucket.objects.size).toBe(3);
  });

  it('that is not given, the bucket decides', async () => {
    const { store, bucket } = s3.next();
    const seen = s3.watch();
    await store.put('small', Buffer.from('one'));
    expect(seen[0]?.headers).not.toHaveProperty('x-amz-server-side-encryption');
    expect(bucket.objects.get('small')?.headers).toMatchObject({ 'x-amz-server-side-encryption': 'AES256' });
  });
});
