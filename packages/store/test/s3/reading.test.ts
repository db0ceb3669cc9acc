import { describe, expect, it } from '@jest/globals';
import { inPieces, someBytes } from './bodies.js';
import { buckets } from './buckets.js';

const s3 = buckets({ minPartBytes: 1 });
const BYTES = someBytes(1_000_000);

async function read(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

/** Lets so many readings break in the middle. */
function cutting(times: number): ReturnType<typeof s3.watch> {
  let cuts = 0;
  return s3.watch(({ action }) => (action === 'GetObject' && cuts++ < times ? 'cut' : undefined));
}

describe('a reading whose connection breaks', () => {
  it('goes on where it was, of the same object', async () => {
    const { store, bucket } = s3.next();
    await store.put('k', BYTES);
    const seen = cutting(3);
    expect((await read(store.read('k'))).equals(BYTES)).toBe(true);
    expect(seen).toHaveLength(4);
    for (const { headers } of seen.slice(1)) {
      expect(headers['if-match']).toBe(bucket.objects.get('k')?.etag);
      expect(headers['range']).toMatch(/^bytes=[1-9]\d*-999999$/);
    }
  });

  it('goes on in an object of parts, and within a range', async () => {
    const { store } = s3.next({ partBytes: 300_000 });
    await store.put('k', inPieces(BYTES, 100_000));
    cutting(3);
    expect(Buffer.from((await store.get('k')) ?? []).equals(BYTES)).toBe(true);
    cutting(3);
    const range = await store.get('k', { range: [1_000, 900_000] });
    expect(Buffer.from(range ?? []).equals(BYTES.subarray(1_000, 900_001))).toBe(true);
  });

  it('is given up after ten times', async () => {
    const { store, bucket } = s3.next();
    await store.put('k', BYTES);
    const seen = cutting(Infinity);
    await expect(read(store.read('k'))).rejects.toMatchObject({
      code: 'STORE_UNREACHABLE',
      message: `the connection broke 11 times in the object k of the bucket ${bucket.name}`,
    });
    expect(seen).toHaveLength(11);
  });

  it.each([
    ['replaced', async ({ store }: ReturnType<typeof s3.next>): Promise<unknown> => store.put('k', Buffer.from('new'))],
    ['removed', async ({ store }: ReturnType<typeof s3.next>): Promise<unknown> => store.remove(['k'])],
  ])('does not go on in an object that was %s', async (_, change) => {
    const made = s3.next();
    await made.store.put('k', BYTES);
    let reads = 0;
    s3.watch(async ({ action }) => {
      if (action !== 'GetObject') return undefined;
      reads += 1;
      if (reads === 1) return 'cut';
      await change(made);
      return undefined;
    });
    await expect(read(made.store.read('k'))).rejects.toMatchObject({ code: 'OBJECT_CHANGED' });
  });
});

describe('a reading', () => {
  it('is compared with the checksum of the object', async () => {
    const { store, bucket } = s3.next();
    await store.put('k', BYTES);
    const stored = bucket.objects.get('k')?.body;
    stored?.set([(stored[0] ?? 0) ^ 1]);
    await expect(store.get('k')).rejects.toMatchObject({
      code: 'STORE_FAILED',
      message: expect.stringMatching(/the object k .*Checksum mismatch/),
    });
  });

  it('stops when it is told to, with the reason', async () => {
    const { store } = s3.next();
    await store.put('k', BYTES);
    const control = new AbortController();
    const reason = new Error('enough');
    let received = 0;
    const reading = (async () => {
      for await (const chunk of store.read('k', { signal: control.signal })) {
        received += chunk.length;
        control.abort(reason);
      }
    })();
    await expect(reading).rejects.toBe(reason);
    expect(received).toBeLessThan(BYTES.length);
  });

  it('does not wait for an answer any more either', async () => {
    const { store } = s3.next();
    await store.put('k', BYTES);
    const control = new AbortController();
    const reason = new Error('enough');
    let release = (): void => undefined;
    const held = new Promise<undefined>((resolve) => (release = () => resolve(undefined)));
    s3.watch(() => {
      control.abort(reason);
      return held;
    });
    await expect(store.get('k', { signal: control.signal })).rejects.toBe(reason);
    release();
  });

  it('of a range that is none is empty, or nothing where there is no object', async () => {
    const { store } = s3.next();
    await store.put('k', BYTES);
    expect(await store.get('k', { range: [5, 4] })).toEqual(new Uint8Array());
    expect(await store.get('none', { range: [5, 4] })).toBeUndefined();
  });

  it('of an empty object is empty', async () => {
    const { store } = s3.next();
    await store.put('k', new Uint8Array());
    expect(await store.get('k', { range: [0, 4] })).toEqual(new Uint8Array());
    expect(await read(store.read('k'))).toHaveLength(0);
  });

  it('that is left early is closed', async () => {
    const { store } = s3.next();
    await store.put('k', BYTES);
    for await (const chunk of store.read('k')) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    expect(await store.get('k', { range: [0, 1] })).toHaveLength(2);
  });
});
