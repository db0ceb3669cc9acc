import type { Json } from '@flowmap/asl/language';
import type { ListedObject, ObjectStorage } from '@flowmap/engine';
import type { LoadedClient, SdkClients } from './sdk-clients.js';

/** Buckets of an S3 that an endpoint names, through the client that the user's project has installed. */
export function sdkObjects(clients: SdkClients): ObjectStorage {
  const send = async (command: string, input: object): Promise<Readonly<Record<string, unknown>>> => {
    const { client, module }: LoadedClient = await clients.load('s3');
    const Command = module[`${command}Command`] as new (input: object) => object;
    return client.send(new Command(input));
  };
  return {
    async *list(bucket, prefix) {
      for (let token: unknown, more = true; more;) {
        const page = await send('ListObjectsV2', { Bucket: bucket, Prefix: prefix, ContinuationToken: token });
        for (const object of (page['Contents'] ?? []) as readonly Listed[]) yield listed(object);
        token = page['NextContinuationToken'];
        more = token !== undefined;
      }
    },
    async get(bucket, key, { versionId, range } = {}) {
      const answer = await send('GetObject', {
        Bucket: bucket,
        Key: key,
        ...(versionId !== undefined && { VersionId: versionId }),
        ...(range !== undefined && { Range: `bytes=${range.start}-${range.end - 1}` }),
      });
      const whole = /\/(\d+)$/.exec((answer['ContentRange'] as string | undefined) ?? '')?.[1];
      return {
        size: whole === undefined ? Number(answer['ContentLength'] ?? 0) : Number(whole),
        body: answer['Body'] as AsyncIterable<Uint8Array>,
      };
    },
    async put(bucket, key, body) {
      await send('PutObject', { Bucket: bucket, Key: key, Body: body });
    },
  };
}

interface Listed {
  readonly Key?: string;
  readonly Size?: number;
  readonly ETag?: string;
  readonly LastModified?: Date;
  readonly StorageClass?: string;
}

function listed({ Key = '', Size = 0, ETag = '', LastModified, StorageClass = 'STANDARD' }: Listed): ListedObject {
  const seconds = LastModified === undefined ? 0 : Math.floor(LastModified.getTime() / 1000);
  return { Key, Size, Etag: ETag, LastModified: seconds, StorageClass };
}

/** The calls of S3 that folders can answer; undefined for all others. */
export function callFolders(folders: ObjectStorage, action: string, given: Json): Promise<Json> | undefined {
  const fields = (given ?? {}) as Readonly<Record<string, Json>>;
  const text = (name: string): string => {
    const value = fields[name];
    return typeof value === 'string' ? value : '';
  };
  switch (action) {
    case 'getObject':
      return read(folders, text('Bucket'), text('Key'));
    case 'putObject':
      return write(folders, text('Bucket'), text('Key'), fields['Body'] ?? '');
    case 'listObjectsV2':
      return list(folders, text('Bucket'), text('Prefix'));
    default:
      return undefined;
  }
}

async function read(folders: ObjectStorage, bucket: string, key: string): Promise<Json> {
  const { size, body } = await folders.get(bucket, key);
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return {
    AcceptRanges: 'bytes',
    Body: Buffer.concat(parts).toString('utf8'),
    ContentLength: size,
    ContentType: 'binary/octet-stream',
    Metadata: {},
  };
}

async function write(folders: ObjectStorage, bucket: string, key: string, body: Json): Promise<Json> {
  await folders.put(bucket, key, Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));
  for await (const { Key, Etag } of folders.list(bucket, key)) if (Key === key) return { ETag: Etag };
  return {};
}

async function list(folders: ObjectStorage, bucket: string, prefix: string): Promise<Json> {
  const contents: Json[] = [];
  for await (const { Key, Size, Etag, LastModified, StorageClass } of folders.list(bucket, prefix)) {
    contents.push({ Key, Size, ETag: Etag, LastModified: new Date(LastModified * 1000).toISOString(), StorageClass });
  }
  return {
    Contents: contents,
    IsTruncated: false,
    KeyCount: contents.length,
    MaxKeys: 1000,
    Name: bucket,
    Prefix: prefix,
  };
}
