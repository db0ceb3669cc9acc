import { CreateBucketCommand, HeadBucketCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { BucketLocationConstraint } from '@aws-sdk/client-s3';
import type { Json, JsonObject } from '@flowmap/graph';
import { isNamed } from '../../aws/fault.js';
import type { Site } from '../../kinds/kind.js';
import { tagList, tagsOf } from '../../kinds/tags.js';
import { isEqual } from '../../plan/differences.js';
import { BASE_TAG } from '../tags.js';
import { BUCKET_SETTINGS, type Owned } from './bucket-settings.js';
import { lifecycleRules, withRules } from './bucket-rules.js';
import { nameTaken, type BaseKind } from './kind.js';

/** The only region that CreateBucket must not name. Source: Amazon S3 API reference, CreateBucket. */
const UNNAMED_REGION = 'us-east-1';

/** The bucket of artifacts. Its properties are here as S3 has them, so that rules of others come back as they were. */
export const BASE_BUCKET: BaseKind = {
  type: 'AWS::S3::Bucket',

  async read(site, { Name }) {
    const found = await readBucket(site, Name);
    if (found) await checkOurs(site, Name, found);
    return found;
  },

  merged(properties, found) {
    const wanted = wantedOf(properties);
    return {
      Tags: tagList({ ...tagsOf(found), ...tagsOf(wanted) }),
      PublicAccessBlockConfiguration: wanted['PublicAccessBlockConfiguration'] ?? null,
      OwnershipControls: wanted['OwnershipControls'] ?? null,
      BucketEncryption: strongest(wanted['BucketEncryption'] ?? null, found['BucketEncryption']),
      ...versioned(wanted['VersioningConfiguration'] ?? found['VersioningConfiguration']),
      LifecycleConfiguration: withRules(found['LifecycleConfiguration'], wanted['LifecycleConfiguration'] ?? []),
    };
  },

  async create(site, wanted) {
    const { aws, region } = site;
    try {
      await aws.s3.send(
        new CreateBucketCommand({
          Bucket: wanted.Name,
          ...(region !== UNNAMED_REGION && {
            CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint },
          }),
        }),
      );
    } catch (error) {
      if (!isNamed(error, 'BucketAlreadyOwnedByYou'))
        throw isNamed(error, 'BucketAlreadyExists') ? foreign(wanted.Name, error) : error;
    }
    const properties = wantedOf(wanted.Properties);
    await write(site, wanted.Name, properties, Object.keys(properties));
  },

  update: (site, { Name, Properties }, keys) => write(site, Name, Properties, keys),
};

/** All sides of a bucket, whoever made it; undefined where it is not there. Throws `NAME_TAKEN` where it is of another account or region. */
export async function readBucket(site: Site, name: string): Promise<JsonObject | undefined> {
  if (!(await isThere(site, name))) return undefined;
  const found: { [property: string]: Json } = {};
  for (const setting of BUCKET_SETTINGS) {
    const value = await setting.read(site.aws.s3, owned(site, name));
    if (value !== undefined) found[setting.property] = value;
  }
  return found;
}

/** The properties of a template as S3 has them, which calls the rule of the encryption otherwise. */
function wantedOf(properties: JsonObject): JsonObject {
  const { BucketName: _, BucketEncryption: encryption, LifecycleConfiguration: lifecycle, ...rest } = properties;
  const { ServerSideEncryptionConfiguration: rules } = encryption as {
    readonly ServerSideEncryptionConfiguration: readonly JsonObject[];
  };
  const { ServerSideEncryptionByDefault: by = null, ...more } = rules[0] ?? {};
  return {
    ...rest,
    BucketEncryption: { ApplyServerSideEncryptionByDefault: by, ...more },
    LifecycleConfiguration: lifecycleRules(lifecycle ?? null),
  };
}

async function write(site: Site, name: string, properties: JsonObject, keys: readonly string[]): Promise<void> {
  for (const setting of BUCKET_SETTINGS) {
    const value = properties[setting.property];
    if (value === undefined || !keys.includes(setting.property)) continue;
    await setting.write(site.aws.s3, owned(site, name), value);
  }
}

function owned({ account }: Site, Bucket: string): Owned {
  return { Bucket, ExpectedBucketOwner: account };
}

/** Whether the account has the bucket. Throws `NAME_TAKEN` where another account or another region has it. */
async function isThere(site: Site, name: string): Promise<boolean> {
  try {
    const { BucketRegion: region = site.region } = await site.aws.s3.send(new HeadBucketCommand(owned(site, name)));
    if (region !== site.region) throw elsewhere(name, region);
    return true;
  } catch (error) {
    // A HEAD has no body, so the client has only the status to name the error by.
    const { $metadata: metadata, $response: response } = error as {
      readonly $metadata?: { readonly httpStatusCode?: number };
      readonly $response?: { readonly headers?: { readonly [name: string]: string } };
    };
    if (metadata?.httpStatusCode === 404) return false;
    if (metadata?.httpStatusCode === 301) {
      throw elsewhere(name, response?.headers?.['x-amz-bucket-region'] ?? 'another region', error);
    }
    throw metadata?.httpStatusCode === 403 ? foreign(name, error) : error;
  }
}

function elsewhere(name: string, region: string, cause?: unknown): Error {
  const hint = 'Name another bucket with --bucket, or work in its region.';
  return nameTaken(`The bucket ${name} is there already, in ${region}.`, hint, cause);
}

function foreign(name: string, cause: unknown): Error {
  const what = `The bucket ${name} belongs to another account, or you have no right to it.`;
  return nameTaken(what, 'Name another bucket with --bucket: names of buckets are shared by all accounts.', cause);
}

/** A bucket of ours has our tag. Without any tag and empty it is one that was begun a moment ago, or that nobody uses. */
async function checkOurs(site: Site, name: string, found: JsonObject): Promise<void> {
  const tags = tagsOf(found);
  if (tags[BASE_TAG] !== undefined) return;
  if (Object.keys(tags).length === 0) {
    const { KeyCount: objects = 0 } = await site.aws.s3.send(
      new ListObjectsV2Command({ ...owned(site, name), MaxKeys: 1 }),
    );
    if (objects === 0) return;
  }
  throw nameTaken(
    `The account has a bucket ${name} already, which flowmap did not make.`,
    `Name another one with --bucket. Or, if it is to become flowmap's, give it the tag ${BASE_TAG}=true first.`,
  );
}

/** A key of a customer stays, unless another one is asked for; and whatever else the same encryption has beside it. */
function strongest(wanted: Json, found: Json | undefined): Json {
  const [ours, theirs] = [encryptionBy(wanted), encryptionBy(found)];
  const isKept = theirs !== null && (isEqual(ours, theirs) || (ours as JsonObject)['SSEAlgorithm'] === 'AES256');
  return isKept ? (found ?? null) : wanted;
}

function encryptionBy(rule: Json | undefined): Json {
  return ((rule ?? {}) as JsonObject)['ApplyServerSideEncryptionByDefault'] ?? null;
}

function versioned(value: Json | undefined): JsonObject {
  return value === undefined ? {} : { VersioningConfiguration: value };
}
