import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { S3Client } from '@aws-sdk/client-s3';
import { s3Server, type S3Bucket, type S3Server, type S3ServerOptions } from '@flowmap/testing/stores';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

/** An S3 and a client of it, for the tests of a file. */
export interface Started {
  readonly server: S3Server;
  readonly client: S3Client;
  /** Makes a bucket `bucket-1`, `bucket-2`... */
  bucket(): S3Bucket;
}

/** Starts an S3 before the tests of the file and stops it after them. A test's faults end with it. */
export function started(options: S3ServerOptions = {}): Started {
  let server: S3Server | undefined;
  let client: S3Client | undefined;
  let count = 0;
  const there = <T>(one: T | undefined): T => {
    if (one === undefined) throw new Error('the server has not been started');
    return one;
  };
  beforeAll(async () => {
    server = await s3Server(options);
    client = new S3Client({ ...server.clientConfig, maxAttempts: 1 });
  });
  afterEach(() => {
    there(server).faults.onRequest = undefined;
  });
  afterAll(async () => {
    client?.destroy();
    await server?.close();
  });
  return {
    get server() {
      return there(server);
    },
    get client() {
      return there(client);
    },
    bucket: () => there(server).buckets.create(`bucket-${(count += 1)}`),
  };
}

/** Headers of a request that no SDK sends. */
export const SIGNED = {
  authorization: 'AWS4-HMAC-SHA256 Credential=test/20260301/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0',
  'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
};

/** The name and the status of the error that a request ends with. */
export async function refused(request: Promise<unknown>): Promise<readonly [name: string, status: number | undefined]> {
  try {
    await request;
  } catch (error) {
    const { name, $metadata } = error as { readonly name: string; readonly $metadata?: { httpStatusCode?: number } };
    return [name, $metadata?.httpStatusCode];
  }
  throw new Error('the request was not refused');
}
