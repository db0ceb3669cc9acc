import type { StoredObject } from './bucket.js';
import type { BucketCall } from './call.js';
import { conditionalConflict, noSuchKey, preconditionFailed, S3Error, notImplemented } from './s3-error.js';

/**
 * Holds a write to its conditions. Of several that want the key to be free the first that finishes is done, the others are 412. Where an
 * object of the key was removed since the request came, it is 409.
 */
export function checkWriteConditions({ at, key, headers, removals }: BucketCall): void {
  const present = at.get(key);
  const ifNone = headers['if-none-match'];
  const ifMatch = headers['if-match'];
  if (ifNone !== undefined) {
    // S3 knows no other value for a write.
    if (ifNone !== '*') throw notImplemented('If-None-Match other than * for a write');
    if (present) throw preconditionFailed('If-None-Match');
  }
  if (ifMatch !== undefined) {
    if (!present) throw noSuchKey(key);
    if (!matches(ifMatch, present)) throw preconditionFailed('If-Match');
  }
  if ((ifNone !== undefined || ifMatch !== undefined) && at.removals(key) !== removals) throw conditionalConflict();
}

/** Holds a reading to its conditions on the ETag. */
export function checkReadConditions(object: StoredObject, headers: Readonly<Record<string, string>>): void {
  const ifMatch = headers['if-match'];
  if (ifMatch !== undefined && !matches(ifMatch, object)) throw preconditionFailed('If-Match');
  const ifNone = headers['if-none-match'];
  if (ifNone !== undefined && matches(ifNone, object)) {
    throw new S3Error(304, 'NotModified', 'Not Modified', { headers: { etag: object.etag } });
  }
  for (const name of ['if-modified-since', 'if-unmodified-since']) {
    if (headers[name] !== undefined) throw notImplemented(`the header ${name}`);
  }
}

function matches(wanted: string, { etag }: StoredObject): boolean {
  const bare = etag.slice(1, -1);
  return wanted.split(',').some((one) => ['*', etag, bare].includes(one.trim()));
}
