import { randomUUID } from 'node:crypto';
import type { Json } from '@flowmap/asl/language';
import type { ListedObject, ObjectStorage } from '@flowmap/engine';
import { named } from './named.js';
import { s3Failure } from './s3-failure.js';

const CALL = /^arn:[^:]+:states:::aws-sdk:s3:(\w+)$/;

/**
 * Serves a Task state that calls S3 by `aws-sdk:s3`, from buckets: `getObject`, `headObject`, `putObject`, `listObjectsV2`. Undefined for
 * any other resource. What the buckets refuse fails the task as the service would: `S3.NoSuchKeyException`,
 * or `S3.S3Exception` for what the SDK has no class for.
 */
export function serveS3(
  buckets: ObjectStorage,
  resource: string,
  given: Json,
  requestId: () => string = randomUUID,
): Promise<Json> | undefined {
  const action = CALL.exec(resource)?.[1];
  return action === undefined ? undefined : callBuckets(buckets, action, given, requestId);
}

/** The same for a call by its name. */
export function callBuckets(
  buckets: ObjectStorage,
  action: string,
  given: Json,
  requestId: () => string = randomUUID,
): Promise<Json> | undefined {
  return answered(buckets, action, given)?.catch((error: unknown) => {
    throw s3Failure(error, requestId());
  });
}

function answered(buckets: ObjectStorage, action: string, given: Json): Promise<Json> | undefined {
  const fields = (given ?? {}) as Readonly<Record<string, Json>>;
  const text = (name: string): string => {
    const value = fields[name];
    return typeof value === 'string' ? value : '';
  };
  switch (action) {
    case 'getObject':
      return read(buckets, text('Bucket'), text('Key'));
    case 'putObject':
      return write(buckets, text('Bucket'), text('Key'), fields['Body'] ?? '');
    case 'headObject':
      return head(buckets, text('Bucket'), text('Key'));
    case 'listObjectsV2':
      return list(buckets, text('Bucket'), text('Prefix'), Number(fields['MaxKeys'] ?? PAGE));
    default:
      return undefined;
  }
}

async function read(buckets: ObjectStorage, bucket: string, key: string): Promise<Json> {
  const { size, body } = await buckets.get(bucket, key);
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return { ...described(size), Body: Buffer.concat(parts).toString('utf8') };
}

async function write(buckets: ObjectStorage, bucket: string, key: string, body: Json): Promise<Json> {
  await buckets.put(bucket, key, Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));
  return { ETag: (await first(buckets, bucket, key))?.Etag ?? null };
}

async function head(buckets: ObjectStorage, bucket: string, key: string): Promise<Json> {
  const found = await first(buckets, bucket, key);
  if (found === undefined) throw named('NoSuchKey', `The specified key does not exist: ${key} in ${bucket}`);
  return { ...described(found.Size), ETag: found.Etag };
}

/** The object of a key, which sorts before all whose keys begin with it. */
async function first(buckets: ObjectStorage, bucket: string, key: string): Promise<ListedObject | undefined> {
  for await (const found of buckets.list(bucket, key)) return found.Key === key ? found : undefined;
  return undefined;
}

function described(size: number): { readonly [name: string]: Json } {
  return { AcceptRanges: 'bytes', ContentLength: size, ContentType: 'binary/octet-stream', Metadata: {} };
}

/** Keys of a page at the most. */
const PAGE = 1_000;

async function list(buckets: ObjectStorage, bucket: string, prefix: string, most: number): Promise<Json> {
  const contents: Json[] = [];
  let more = false;
  for await (const { Key, Size, Etag, LastModified, StorageClass } of buckets.list(bucket, prefix)) {
    more = contents.length >= Math.min(most, PAGE);
    if (more) break;
    contents.push({ Key, Size, ETag: Etag, LastModified: new Date(LastModified * 1000).toISOString(), StorageClass });
  }
  return {
    Contents: contents,
    IsTruncated: more,
    KeyCount: contents.length,
    MaxKeys: most,
    Name: bucket,
    Prefix: prefix,
  };
}
