import { closeSync, openSync, readSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DRAFT, existingFile, fileToWrite, objectPath } from '../../buckets/object-file.js';
import type { Bucket, NewObject, StoredObject, StoredUpload } from '../bucket.js';
import { md5 } from '../checksums.js';
import { keptHeaders } from '../object-headers.js';
import { S3Error } from '../s3-error.js';
import type { SettingsMap } from '../settings-map.js';
import { keysBelow } from './keys-below.js';
import type { ObjectRecord } from './object-record.js';

/** What is known of the objects of a bucket beside their files. */
export interface ObjectRecords {
  get(key: string): ObjectRecord | undefined;
  set(key: string, record: ObjectRecord): void;
  delete(key: string): void;
}

/** A bucket and where it is. */
export interface FolderBucketOptions {
  readonly name: string;
  readonly region: string;
  readonly folder: string;
  readonly created: Date;
  readonly settings: SettingsMap;
  readonly records: ObjectRecords;
}

/**
 * A folder as a bucket. Files that others put there or change are objects as well: what is not known of them is computed. Uploads that go on
 * are in memory.
 */
export function folderBucket({ name, region, folder, created, settings, records }: FolderBucketOptions): Bucket {
  const removals = new Map<string, number>();
  /** Also what was computed, so that it is computed once. */
  const computed = new Map<string, ObjectRecord>();
  const pathOf = (key: string): string => {
    const path = objectPath(folder, key);
    if (path !== undefined) return path;
    throw new S3Error(400, 'InvalidArgument', `The key ${key} cannot be a file's path, and here objects are files`);
  };
  const recordOf = (key: string, file: string): ObjectRecord => {
    const { size, mtimeMs: modified } = statSync(file);
    const known = [records.get(key), computed.get(key)].find((one) => one?.size === size && one.modified === modified);
    if (known !== undefined) return known;
    const record = {
      size,
      modified,
      etag: `"${md5(bytesOf(file, 0, size - 1)).toString('hex')}"`,
      headers: keptHeaders({}),
    };
    computed.set(key, record);
    return record;
  };

  return {
    name,
    region,
    isForeign: false,
    created,
    settings,
    uploads: new Map<string, StoredUpload>(),
    get(key): StoredObject | undefined {
      const file = existingFile(pathOf(key));
      if (file === undefined) return undefined;
      const { size, modified, etag, headers, checksum } = recordOf(key, file);
      const lastModified = new Date(Math.floor(modified / 1000) * 1000);
      const read = (first = 0, last = size - 1): Buffer => bytesOf(file, first, last);
      return { key, size, etag, headers, checksum, lastModified, read };
    },
    hold({ key, body, etag, headers, checksum }: NewObject) {
      const file = fileToWrite(folder, pathOf(key));
      const draft = `${file}.${process.pid}${DRAFT}`;
      writeFileSync(draft, body);
      renameSync(draft, file);
      const { mtimeMs: modified } = statSync(file);
      records.set(key, { size: body.length, modified, etag, headers, ...(checksum && { checksum }) });
    },
    remove(key) {
      const file = existingFile(pathOf(key));
      if (file === undefined) return;
      rmSync(file);
      removeEmpty(folder, dirname(file));
      records.delete(key);
      removals.set(key, (removals.get(key) ?? 0) + 1);
    },
    removals: (key) => removals.get(key) ?? 0,
    keys: (prefix) => keysBelow(folder, prefix),
  };
}

function bytesOf(file: string, first: number, last: number): Buffer {
  const bytes = Buffer.alloc(Math.max(0, last - first + 1));
  const handle = openSync(file, 'r');
  try {
    for (let at = 0; at < bytes.length;) {
      const read = readSync(handle, bytes, at, bytes.length - at, first + at);
      if (read === 0) break;
      at += read;
    }
    return bytes;
  } finally {
    closeSync(handle);
  }
}

/** Folders are no objects: those that have none go, up to the bucket's. */
function removeEmpty(bucket: string, folder: string): void {
  if (folder === bucket || !folder.startsWith(bucket)) return;
  try {
    rmdirSync(folder);
  } catch {
    return;
  }
  removeEmpty(bucket, dirname(folder));
}
