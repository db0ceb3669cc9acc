import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { s3Client } from '@flowmap/store/s3';
import type { S3Fault } from '@flowmap/testing/stores';
import { inPieces, someBytes } from './bodies.js';
import { buckets } from './buckets.js';
import { quickRetries } from './quick-retries.js';

const s3 = buckets({ minPartBytes: 1 });
const PART = 1_000;

describe('a create whose answer is lost', () => {
  it('is written: the object is its own', async () => {
    const { store, bucket } = s3.next({ writerId: () => 'w1' });
    const seen = s3.watch(({ action, attempt }) =>
      action === 'PutObject' && attempt === 1 ? 'lose-answer' : undefined,
    );
    expect(await store.put('k', Buffer.from('one'), { ifAbsent: true })).toBe('written');
    expect(seen.map(({ action, attempt }) => `${action} ${attempt}`)).toEqual([
      'PutObject 1',
      'PutObject 2',
      'HeadObject 1',
    ]);
    expect(bucket.objects.get('k')?.headers).toMatchObject({ 'x-amz-meta-flowmap-writer': 'w1' });
  });

  it('and comes behind another exists: the object is the other one', async () => {
    const { store } = s3.next();
    s3.watch(async ({ action, attempt, key }) => {
      if (action !== 'PutObject' || key !== 'k' || attempt !== 1) return undefined;
      s3.server.faults.onRequest = undefined;
      expect(await store.put('k', Buffer.from('other'), { ifAbsent: true })).toBe('written');
      return 'lose-request';
    });
    expect(await store.put('k', Buffer.from('one'), { ifAbsent: true })).toBe('exists');
    expect(Buffer.from((await store.get('k')) ?? []).toString()).toBe('other');
  });

  it('is the only one that asks whose the object is', async () => {
    const { store } = s3.next();
    await store.put('k', Buffer.from('one'), { ifAbsent: true });
    const seen = s3.watch();
    expect(await store.put('k', Buffer.from('one'), { ifAbsent: true })).toBe('exists');
    expect(seen).toHaveLength(1);
  });

  it('and that is removed before it asks exists: it was there', async () => {
    const { store } = s3.next();
    s3.watch(async ({ action, attempt }) => {
      if (action === 'PutObject' && attempt === 1) return 'lose-answer';
      if (action === 'HeadObject') await store.remove(['k']);
      return undefined;
    });
    expect(await store.put('k', Buffer.from('one'), { ifAbsent: true })).toBe('exists');
  });
});

describe('an upload', () => {
  it.each([true, false])('whose completion is not answered is written (ifAbsent: %s)', async (ifAbsent) => {
    const { store, bucket } = s3.next({ partBytes: PART });
    const bytes = someBytes(2_500);
    s3.watch(({ action, attempt }) =>
      action === 'CompleteMultipartUpload' && attempt === 1 ? 'lose-answer' : undefined,
    );
    expect(await store.put('k', inPieces(bytes, 700), { ifAbsent })).toBe('written');
    expect(Buffer.from(bucket.objects.get('k')?.body ?? []).equals(bytes)).toBe(true);
    expect(bucket.uploads.size).toBe(0);
  });

  it('that is gone before it is completed is an error', async () => {
    const { store, bucket } = s3.next({ partBytes: PART });
    s3.watch(({ action }) => {
      if (action === 'CompleteMultipartUpload') (bucket.uploads as Map<string, unknown>).clear();
      return undefined;
    });
    await expect(store.put('k', someBytes(2_500))).rejects.toMatchObject({
      code: 'STORE_FAILED',
      message: expect.stringContaining('NoSuchUpload'),
    });
  });

  it('whose parts are not answered is written', async () => {
    const { store } = s3.next({ partBytes: PART });
    const bytes = someBytes(2_500);
    s3.watch(({ action, attempt }) => (action === 'UploadPart' && attempt === 1 ? 'lose-answer' : undefined));
    expect(await store.put('k', bytes, { ifAbsent: true })).toBe('written');
    expect(Buffer.from((await store.get('k')) ?? []).equals(bytes)).toBe(true);
  });
});

describe('of several writers', () => {
  const fault = fc.constantFrom<(S3Fault | undefined)[]>(
    undefined,
    'lose-answer',
    'lose-request',
    'throttle',
    'fail',
    'conflict',
  );

  it('exactly one has written, whatever goes wrong on the way', async () => {
    const client = s3Client({ ...s3.server.clientConfig, retryStrategy: quickRetries(6) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(10, 2_500), { minLength: 2, maxLength: 4 }),
        fc.array(fault, { maxLength: 12 }),
        async (lengths, faults) => {
          const { store, bucket } = s3.next({ client, partBytes: PART });
          const left = [...faults];
          s3.watch(({ action }) => (/^(Put|Complete)/.test(action) ? left.shift() : undefined));
          const ends = await Promise.all(
            lengths.map(async (length, writer) => {
              const body = Buffer.alloc(length, `${writer}`);
              return store.put('k', body, { ifAbsent: true }).catch((error: unknown) => error);
            }),
          );
          s3.server.faults.onRequest = undefined;
          const winners = ends.flatMap((end, writer) => (end === 'written' ? [writer] : []));
          const stored = bucket.objects.get('k')?.body;
          // Who had no answer at all knows nothing; then nobody else has written either.
          const unknown = ends.filter((end) => end !== 'written' && end !== 'exists');
          if (unknown.length === 0) expect(winners).toHaveLength(1);
          expect(winners.length).toBeLessThanOrEqual(1);
          const [winner] = winners;
          if (winner !== undefined) {
            expect(Buffer.from(stored ?? []).equals(Buffer.alloc(lengths[winner] ?? 0, `${winner}`))).toBe(true);
          }
          expect(bucket.uploads.size).toBe(0);
        },
      ),
      {
        numRuns: 60,
        examples: [
          [
            [2_500, 10],
            ['conflict', 'lose-answer', 'conflict'],
          ],
        ],
      },
    );
    client.destroy();
  });
});
