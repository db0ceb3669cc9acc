import { describe, expect, it } from '@jest/globals';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import type { ObjectStore } from '@flowmap/store';
import { s3Client, s3Fault, s3Objects } from '@flowmap/store/s3';
import { s3Server } from '@flowmap/testing/stores';
import { someBytes } from './bodies.js';
import { buckets } from './buckets.js';
import { quickRetries } from './quick-retries.js';

const s3 = buckets({ minPartBytes: 1 });
const PART = 1_000;

/** Every way to use a store; each must name what is wrong. */
const USES: readonly (readonly [name: string, use: (store: ObjectStore) => Promise<unknown>])[] = [
  ['get', (store) => store.get('k')],
  ['get of a range', (store) => store.get('k', { range: [0, 1] })],
  ['read', (store) => store.read('k')[Symbol.asyncIterator]().next()],
  ['put', (store) => store.put('k', Buffer.from('one'))],
  ['create', (store) => store.put('k', Buffer.from('one'), { ifAbsent: true })],
  ['put in parts', (store) => store.put('k', someBytes(2_500))],
  ['create in parts', (store) => store.put('k', someBytes(2_500), { ifAbsent: true })],
  ['list', (store) => store.list('k')[Symbol.asyncIterator]().next()],
  ['remove', (store) => store.remove(['k'])],
];

const RIGHTS: Readonly<Record<string, string>> = {
  get: 's3:GetObject on arn:aws:s3:::BUCKET/k',
  'get of a range': 's3:GetObject on arn:aws:s3:::BUCKET/k',
  read: 's3:GetObject on arn:aws:s3:::BUCKET/k',
  put: 's3:PutObject on arn:aws:s3:::BUCKET/k',
  create: 's3:PutObject on arn:aws:s3:::BUCKET/k',
  'put in parts': 's3:PutObject on arn:aws:s3:::BUCKET/k',
  // It looks first whether there is one.
  'create in parts': 's3:GetObject on arn:aws:s3:::BUCKET/k',
  list: 's3:ListBucket on arn:aws:s3:::BUCKET',
  remove: 's3:DeleteObject on arn:aws:s3:::BUCKET/k',
};

async function withClient<T>(config: S3ClientConfig, use: (store: ObjectStore) => Promise<T>): Promise<T> {
  const client = s3Client({ ...s3.server.clientConfig, ...config });
  try {
    return await use(s3Objects({ bucket: 'data', client, partBytes: PART }));
  } finally {
    client.destroy();
  }
}

describe.each(USES)('%s', (name, use) => {
  it('names the right that is missing', async () => {
    const { store, bucket } = s3.next({ partBytes: PART });
    s3.watch(() => 'deny');
    await expect(use(store)).rejects.toMatchObject({
      code: 'STORE_DENIED',
      message: `no right to ${(RIGHTS[name] ?? '').replace('BUCKET', bucket.name)}`,
      hint: expect.stringContaining('Ask for this right'),
    });
  });

  it('names the bucket that is missing', async () => {
    const store = s3Objects({ bucket: 'nowhere', client: s3.client, partBytes: PART });
    await expect(use(store)).rejects.toMatchObject({
      code: 'STORE_NO_BUCKET',
      message: expect.stringContaining('the bucket nowhere'),
      cause: { name: 'NoSuchBucket' },
    });
  });

  it('names the region of a bucket that is elsewhere', async () => {
    if (!s3.server.buckets.names().includes('far')) s3.server.buckets.create('far', { region: 'eu-west-1' });
    const store = s3Objects({ bucket: 'far', client: s3.client, partBytes: PART });
    await expect(use(store)).rejects.toMatchObject({
      code: 'STORE_WRONG_REGION',
      message: expect.stringContaining('the bucket far is in the region eu-west-1, and the client asks us-east-1'),
      hint: 'Use the region eu-west-1.',
    });
  });

  it('names the region of an endpoint that is elsewhere', async () => {
    const asked = withClient({ region: 'eu-central-1' }, use);
    await expect(asked).rejects.toMatchObject({
      code: 'STORE_WRONG_REGION',
      message: expect.stringContaining('the bucket data is in the region us-east-1, and the client asks eu-central-1'),
    });
  });

  it('says that nobody answers', async () => {
    // Nothing listens on the port of tcpmux.
    await expect(withClient({ endpoint: 'http://127.0.0.1:1', maxAttempts: 1 }, use)).rejects.toMatchObject({
      code: 'STORE_UNREACHABLE',
      message: expect.stringContaining('the bucket data'),
    });
  });

  it('says that there were too many requests, after so many attempts', async () => {
    const seen = s3.watch(() => 'throttle');
    await expect(withClient({ retryStrategy: quickRetries(4) }, use)).rejects.toMatchObject({
      code: 'STORE_THROTTLED',
    });
    expect(seen).toHaveLength(4);
  });

  it('says that credentials are missing', async () => {
    const credentials = async (): Promise<never> => {
      throw Object.assign(new Error('Could not load credentials from any providers'), {
        name: 'CredentialsProviderError',
      });
    };
    await expect(withClient({ credentials }, use)).rejects.toMatchObject({
      code: 'STORE_NO_CREDENTIALS',
      hint: expect.stringContaining('AWS_PROFILE'),
    });
  });

  it('keeps a failure of S3 as the cause', async () => {
    s3.watch(() => 'fail');
    await expect(withClient({ retryStrategy: quickRetries(2) }, use)).rejects.toMatchObject({
      code: 'STORE_FAILED',
      cause: { $metadata: { httpStatusCode: 500 } },
    });
  });
});

describe('throttling that passes', () => {
  it('is not seen', async () => {
    const { store } = s3.next({ partBytes: PART });
    s3.watch(({ attempt }) => (attempt === 1 ? 'throttle' : undefined));
    expect(await store.put('k', Buffer.from('one'), { ifAbsent: true })).toBe('written');
    expect(await store.get('k')).toHaveLength(3);
  });
});

describe('a bucket in a region of its own', () => {
  it('is used through a client of that region', async () => {
    const server = await s3Server({ region: 'cn-north-1' });
    server.buckets.create('data');
    const store = s3Objects({ bucket: 'data', clientConfig: server.clientConfig });
    expect(await store.put('k', Buffer.from('one'))).toBe('written');
    server.faults.onRequest = () => 'deny';
    await expect(store.get('k')).rejects.toHaveProperty(
      'message',
      'no right to s3:GetObject on arn:aws-cn:s3:::data/k',
    );
    await server.close();
  });
});

describe('what S3 says in its own words', () => {
  const asked = { right: 's3:PutObject', bucket: 'data', key: 'k', region: 'us-east-1' };
  const failed = (name: string, message: string, httpStatusCode?: number): unknown =>
    s3Fault(Object.assign(new Error(message), { name, $metadata: { httpStatusCode } }), asked);

  it('is taken for the right that is missing: that on a key', () => {
    const message =
      'User: arn:aws:iam::1:user/u is not authorized to perform: kms:GenerateDataKey on resource: "arn:aws:kms:us-east-1:1:key/2" because no policy allows it';
    expect(failed('AccessDenied', message, 403)).toMatchObject({
      code: 'STORE_DENIED',
      message: 'no right to kms:GenerateDataKey on arn:aws:kms:us-east-1:1:key/2, for the object k of the bucket data',
    });
  });

  it.each([
    ['ExpiredToken', 400, 'STORE_NO_CREDENTIALS'],
    ['InvalidAccessKeyId', 403, 'STORE_NO_CREDENTIALS'],
    ['RequestTimeTooSkewed', 403, 'STORE_FAILED'],
    ['InvalidArgument', 400, 'STORE_FAILED'],
  ])('%s is %s %s', (name, status, code) => {
    expect(failed(name, 'so it is', status)).toMatchObject({ code, message: expect.stringContaining('so it is') });
  });

  it('says how to name a region where there is none', () => {
    expect(s3Fault(new Error('Region is missing'), asked)).toMatchObject({
      code: 'STORE_FAILED',
      hint: expect.stringContaining('AWS_REGION'),
    });
  });

  it('is left alone where it is an error of ours', () => {
    const fault = failed('Odd', 'odd');
    expect(fault).toMatchObject({ message: 'the object k of the bucket data cannot be used: Odd: odd' });
    expect(s3Fault(fault, asked)).toBe(fault);
  });
});

describe('options that cannot be', () => {
  it.each([{ partBytes: 0 }, { partBytes: 1.5 }, { partsAtOnce: -1 }])('are refused: %j', (options) => {
    expect(() => s3Objects({ bucket: 'data', client: s3.client, ...options })).toThrow(/of the bucket data is/);
  });
});
