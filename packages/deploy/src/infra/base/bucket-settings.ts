import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  type PutBucketEncryptionCommandInput,
  type PutBucketLifecycleConfigurationCommandInput,
  type PutBucketOwnershipControlsCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { Json, JsonObject } from '@flowmap/graph';
import { isNamed } from '../../aws/fault.js';
import { tagList, type Tags } from '../../kinds/tags.js';

/** One side of a bucket, which S3 has calls of its own for. */
export interface BucketSetting {
  /** The property that it is. */
  readonly property: string;
  read(s3: S3Client, bucket: Owned): Promise<Json | undefined>;
  write(s3: S3Client, bucket: Owned, value: Json): Promise<unknown>;
}

/** A bucket, of an account: S3 refuses what is another's. */
export interface Owned {
  readonly Bucket: string;
  readonly ExpectedBucketOwner: string;
}

/** The sides of a bucket in the order in which they are set: tags first, since they say whose it is. */
export const BUCKET_SETTINGS: readonly BucketSetting[] = [
  {
    property: 'Tags',
    async read(s3, bucket) {
      const found = await unlessUnset(s3.send(new GetBucketTaggingCommand(bucket)), 'NoSuchTagSet');
      return found && plain(found.TagSet);
    },
    write: (s3, bucket, tags) =>
      s3.send(new PutBucketTaggingCommand({ ...bucket, Tagging: { TagSet: tagList(tagsIn(tags)) } })),
  },
  {
    property: 'PublicAccessBlockConfiguration',
    async read(s3, bucket) {
      const asked = s3.send(new GetPublicAccessBlockCommand(bucket));
      return plain((await unlessUnset(asked, 'NoSuchPublicAccessBlockConfiguration'))?.PublicAccessBlockConfiguration);
    },
    write: (s3, bucket, value) =>
      s3.send(new PutPublicAccessBlockCommand({ ...bucket, PublicAccessBlockConfiguration: value as JsonObject })),
  },
  {
    property: 'OwnershipControls',
    async read(s3, bucket) {
      const asked = s3.send(new GetBucketOwnershipControlsCommand(bucket));
      return plain((await unlessUnset(asked, 'OwnershipControlsNotFoundError'))?.OwnershipControls);
    },
    write: (s3, bucket, value) =>
      s3.send(
        new PutBucketOwnershipControlsCommand({
          ...bucket,
          OwnershipControls: value as unknown as PutBucketOwnershipControlsCommandInput['OwnershipControls'],
        }),
      ),
  },
  {
    property: 'BucketEncryption',
    async read(s3, bucket) {
      const asked = s3.send(new GetBucketEncryptionCommand(bucket));
      const found = await unlessUnset(asked, 'ServerSideEncryptionConfigurationNotFoundError');
      return found && plain(found.ServerSideEncryptionConfiguration?.Rules?.[0]);
    },
    write: (s3, bucket, rule) =>
      s3.send(
        new PutBucketEncryptionCommand({
          ...bucket,
          ServerSideEncryptionConfiguration: {
            Rules: [rule],
          } as unknown as PutBucketEncryptionCommandInput['ServerSideEncryptionConfiguration'],
        }),
      ),
  },
  {
    property: 'VersioningConfiguration',
    async read(s3, bucket) {
      const { Status } = await s3.send(new GetBucketVersioningCommand(bucket));
      return Status && { Status };
    },
    write: (s3, bucket, value) =>
      s3.send(new PutBucketVersioningCommand({ ...bucket, VersioningConfiguration: value as JsonObject })),
  },
  {
    property: 'LifecycleConfiguration',
    async read(s3, bucket) {
      const asked = s3.send(new GetBucketLifecycleConfigurationCommand(bucket));
      return plain((await unlessUnset(asked, 'NoSuchLifecycleConfiguration'))?.Rules);
    },
    write: (s3, bucket, rules) =>
      s3.send(
        new PutBucketLifecycleConfigurationCommand({
          ...bucket,
          LifecycleConfiguration: {
            Rules: rules,
          } as unknown as PutBucketLifecycleConfigurationCommandInput['LifecycleConfiguration'],
        }),
      ),
  },
];

async function unlessUnset<T>(asked: Promise<T>, name: string): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isNamed(error, name)) return undefined;
    throw error;
  }
}

/** What the client gives, without what is undefined. */
function plain(value: unknown): Json | undefined {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as Json);
}

function tagsIn(tags: Json): Tags {
  return Object.fromEntries(
    (tags as unknown as readonly { readonly Key: string; readonly Value: string }[]).map(({ Key, Value }) => [
      Key,
      Value,
    ]),
  );
}
