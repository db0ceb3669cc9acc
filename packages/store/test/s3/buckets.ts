import { afterAll, afterEach, beforeAll } from '@jest/globals';
import type { S3Client } from '@aws-sdk/client-s3';
import type { ObjectStore } from '@flowmap/store';
import { s3Client, s3Objects, type S3ObjectsOptions } from '@flowmap/store/s3';
import { s3Server, type S3Bucket, type S3Request, type S3Server, type S3ServerOptions } from '@flowmap/testing/stores';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

/** A new bucket and the store on it. */
export interface NewBucket {
  readonly store: ObjectStore;
  readonly bucket: S3Bucket;
}

/** An S3 for the tests of a file. */
export interface Buckets {
  readonly server: S3Server;
  readonly client: S3Client;
  /** Makes a bucket `bucket-1`, `bucket-2`... */
  next(options?: Omit<S3ObjectsOptions, 'bucket'>): NewBucket;
  /** Requests since the last test ended, in the order of their coming; kept where a test asks for them by `watch`. */
  watch(fault?: (request: S3Request) => ReturnType<NonNullable<S3Server['faults']['onRequest']>>): S3Request[];
}

/** Starts an S3 before the tests of the file and stops it after them. A test's faults end with it. */
export function buckets(options: S3ServerOptions = {}): Buckets {
  let server: S3Server | undefined;
  let client: S3Client | undefined;
  let count = 0;
  const started = <T>(one: T | undefined): T => {
    if (one === undefined) throw new Error('the server has not been started');
    return one;
  };
  beforeAll(async () => {
    server = await s3Server(options);
    client = s3Client(server.clientConfig);
  });
  afterEach(() => {
    started(server).faults.onRequest = undefined;
  });
  afterAll(async () => {
    client?.destroy();
    await server?.close();
  });
  return {
    get server() {
      return started(server);
    },
    get client() {
      return started(client);
    },
    next(more = {}) {
      count += 1;
      const bucket = started(server).buckets.create(`bucket-${count}`);
      return { bucket, store: s3Objects({ bucket: bucket.name, client: started(client), ...more }) };
    },
    watch(fault = () => undefined) {
      const seen: S3Request[] = [];
      started(server).faults.onRequest = (request) => {
        seen.push(request);
        return fault(request);
      };
      return seen;
    },
  };
}
