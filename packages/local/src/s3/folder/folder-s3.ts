import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { compareKeys } from '@flowmap/store';
import { openRecords } from '../../api/persistence/records.js';
import type { WireAnswer, WireRequest } from '../../account/server/wire.js';
import { perform } from '../actions/index.js';
import type { Bucket, Buckets } from '../bucket.js';
import type { Answer, Service } from '../call.js';
import { MIN_PART_BYTES } from '../min-part-bytes.js';
import { checkedPayload, unframed } from '../payload.js';
import { refusal } from '../respond.js';
import { routeOf } from '../route.js';
import { SettingsMap, type SettingsRecord } from '../settings-map.js';
import { folderBucket } from './folder-bucket.js';
import type { ObjectRecord } from './object-record.js';

/** Where an S3 keeps what it has. */
export interface FolderS3Options {
  /** The folder of the buckets' folders. */
  readonly folder: string;
  /** The folder for what files do not say: ETags, metadata, settings of buckets. */
  readonly records: string;
  readonly region: string;
  readonly now: () => Date;
  /** Is told of records that cannot be written. */
  readonly report: (error: unknown) => void;
}

/** An S3 whose buckets are folders. */
export interface FolderS3 {
  readonly buckets: Buckets;
  answer(request: WireRequest): Promise<WireAnswer>;
  /** Waits for all records, and closes their files. */
  close(): Promise<void>;
}

interface BucketRecord {
  readonly created: number;
  readonly settings?: SettingsRecord;
}

/** Opens an S3 in a folder. Whatever folder is in there is a bucket. Nobody's signature is checked. */
export async function folderS3({ folder, records, region, now, report }: FolderS3Options): Promise<FolderS3> {
  const [objects, made] = await Promise.all([
    openRecords<ObjectRecord>(join(records, 'objects.jsonl')),
    openRecords<BucketRecord>(join(records, 'buckets.jsonl')),
  ]);
  const open = new Map<string, Bucket>();
  const hasFolder = (name: string): boolean =>
    /^[a-z0-9][a-z0-9.-]*$/.test(name) &&
    statSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory() === true;
  const opened = (name: string): Bucket => {
    const there = open.get(name);
    if (there !== undefined) return there;
    const record = made.get(name) ?? { created: statSync(join(folder, name)).birthtimeMs };
    const bucket = folderBucket({
      name,
      region,
      folder: join(folder, name),
      created: new Date(record.created),
      settings: new SettingsMap(record.settings, (settings) => {
        made.set(name, { created: record.created, settings }).catch(report);
      }),
      records: {
        get: (key) => objects.get(`${name}/${key}`),
        set: (key, value) => void objects.set(`${name}/${key}`, value).catch(report),
        delete: (key) => void objects.delete(`${name}/${key}`).catch(report),
      },
    });
    open.set(name, bucket);
    return bucket;
  };
  const buckets: Buckets = {
    find(name) {
      if (hasFolder(name)) return opened(name);
      open.delete(name);
      return undefined;
    },
    create(name) {
      mkdirSync(join(folder, name), { recursive: true });
      made.set(name, { created: now().getTime() }).catch(report);
      return opened(name);
    },
    drop(name) {
      open.delete(name);
      made.delete(name).catch(report);
      rmSync(join(folder, name), { recursive: true, force: true });
    },
    names: () => (existsSync(folder) ? readdirSync(folder).filter(hasFolder).sort(compareKeys) : []),
  };
  let ids = 0;
  const began = now().getTime().toString(36).toUpperCase();
  const newId = (): string => `${began}${(ids += 1).toString(36).toUpperCase().padStart(8, '0')}`;
  const service: Service = { region, now, minPartBytes: MIN_PART_BYTES, buckets, newId };

  return {
    buckets,
    async answer(request) {
      const { method, target } = request;
      const id = newId();
      return wire(
        await answered(service, request).catch((error: unknown) => refusal(error, method, target, id)),
        id,
        method,
      );
    },
    async close() {
      await Promise.all([objects.close(), made.close()]);
    },
  };
}

async function answered(
  service: Service,
  { method, target, query, headers: given, body }: WireRequest,
): Promise<Answer> {
  const headers = {
    // What is signed in its address says nothing of its body.
    ...(query.has('X-Amz-Credential') && { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }),
    ...Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : (value ?? '')]),
    ),
  };
  const route = routeOf(method, target, headers);
  const removals = service.buckets.find(route.bucket)?.removals(route.key) ?? 0;
  const payload = checkedPayload(unframed(body, headers), headers, route.action);
  return perform({ ...route, headers, payload, removals, faultOf: async () => undefined, service });
}

function wire({ status, headers = {}, body }: Answer, id: string, method: string): WireAnswer {
  const bytes = typeof body === 'string' ? Buffer.from(body) : Buffer.from(body ?? []);
  const hasBody = status !== 204 && status !== 304;
  return {
    status,
    headers: {
      server: 'AmazonS3',
      'x-amz-request-id': id,
      ...headers,
      ...(hasBody && { 'content-length': String(bytes.length) }),
    },
    body: method === 'HEAD' || !hasBody ? '' : bytes,
  };
}
