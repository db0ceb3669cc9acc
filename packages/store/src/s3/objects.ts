import { randomUUID } from 'node:crypto';
import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3';
import { FlowError } from '@flowmap/graph';
import { checkKey } from '../key.js';
import type { ObjectStore } from '../object-store.js';
import type { Access } from './access.js';
import { s3Client } from './client.js';
import { nameOf } from './fault.js';
import { listObjects } from './list.js';
import { writeObject } from './put.js';
import { openReading, readPart } from './read.js';
import { removeObjects } from './remove.js';

const PART_BYTES = 8 * 1024 * 1024;
const PARTS_AT_ONCE = 4;

/** How to reach a bucket, and how to write to it. */
export interface S3ObjectsOptions {
  readonly bucket: string;
  /** The client to use; it stays the caller's. */
  readonly client?: S3Client;
  /** Settings for a client of its own; without them what the environment says. */
  readonly clientConfig?: S3ClientConfig;
  /** The ARN of a KMS key that encrypts what is written (SSE-KMS). Without it the bucket's own encryption does. */
  readonly key?: string;
  /**
   * Bytes of the parts in which a longer body is sent: 8 MiB without it. S3 takes no part under 5 MiB but the last, and no more than 10,000
   * of an object: 80 GiB with parts of 8 MiB.
   */
  readonly partBytes?: number;
  /** Parts of one body that are on their way at once: 4 without it. A write holds two more at the most. */
  readonly partsAtOnce?: number;
  /** Gives each write another id, by which it knows its own object when an answer was lost; random without it. */
  readonly writerId?: () => string;
}

/**
 * An object store in a bucket of S3. Any number of processes may use it at once.
 *
 * An object is written whole: in one request, or in an upload of parts that is completed at the end, and aborted where it is not. A process
 * that dies leaves parts that nobody sees; a rule of the bucket (AbortIncompleteMultipartUpload) removes them. With `ifAbsent` the
 * bucket itself refuses all writers but one (`If-None-Match`), also where the answer to the first one was lost on its way. Such
 * writes, and all in parts, leave a random id in the object's metadata, `flowmap-writer`.
 *
 * A reading whose connection breaks goes on where it was, as long as the object is the same; otherwise it is `OBJECT_CHANGED`.
 *
 * Needs the rights s3:GetObject, s3:PutObject, s3:DeleteObject and s3:AbortMultipartUpload on the objects, and s3:ListBucket on the bucket.
 * Failures are `STORE_DENIED`, `STORE_NO_BUCKET`, `STORE_WRONG_REGION`, `STORE_NO_CREDENTIALS`, `STORE_THROTTLED`, `STORE_UNREACHABLE`,
 * `STORE_CONFLICT` and `STORE_FAILED`; they name the bucket and the object.
 */
export function s3Objects(options: S3ObjectsOptions): ObjectStore {
  const access = accessOf(options);
  return {
    async get(key, { range, signal } = {}) {
      checkKey(key);
      signal?.throwIfAborted();
      return readPart(access, key, range, signal);
    },

    async *read(key, { signal } = {}) {
      checkKey(key);
      signal?.throwIfAborted();
      const reading = await openReading(access, key, undefined, signal);
      if (!reading)
        throw new FlowError('OBJECT_NOT_FOUND', `there is no ${nameOf({ ...access, key }).slice('the '.length)}`);
      yield* reading.chunks;
    },

    async put(key, body, writing = {}) {
      checkKey(key);
      writing.signal?.throwIfAborted();
      return writeObject(access, key, body, writing);
    },

    async *list(prefix) {
      checkKey(prefix, 'prefix');
      yield* listObjects(access, prefix);
    },

    async remove(keys) {
      for (const key of keys) checkKey(key);
      await removeObjects(access, keys);
    },
  };
}

function accessOf(options: S3ObjectsOptions): Access {
  const { bucket, clientConfig, client = s3Client(clientConfig), key, writerId = randomUUID } = options;
  const { partBytes = PART_BYTES, partsAtOnce = PARTS_AT_ONCE } = options;
  for (const [name, value] of Object.entries({ partBytes, partsAtOnce })) {
    if (Number.isInteger(value) && value > 0) continue;
    throw new FlowError(
      'STORE_FAILED',
      `${name} of the bucket ${bucket} is ${value}: it must be a whole number above 0`,
    );
  }
  return { client, bucket, kmsKey: key, partBytes, partsAtOnce, writerId };
}
