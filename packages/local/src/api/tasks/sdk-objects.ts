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
