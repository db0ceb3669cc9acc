import type { Json, JsonObject } from '@flowmap/graph';
import { getAtt, ref, sub, type InfraResource } from './model.js';
import { tagList, type Tags } from './tags.js';

/** Logical id of the bucket. */
export const BUCKET = 'Bucket';

/** Days that the parts of an upload stay which nobody finished. */
const UNFINISHED_DAYS = 7;

/** Days that replaced and removed versions stay. */
const REPLACED_DAYS = 30;

/** What the bucket of artifacts is like. */
export interface BucketSpec {
  readonly name: Json;
  /** Whether the parameter `KeyArn` says its key. */
  readonly hasKey: boolean;
  readonly versioning: boolean;
  readonly insecureTransport: boolean;
  /** Whether the parameter `ExpireDays` says how long artifacts stay. */
  readonly expires: boolean;
  readonly tags: Tags;
}

/** The bucket of artifacts and code: encrypted, never public, reached by TLS alone. */
export function bucketResources(spec: BucketSpec): readonly InfraResource[] {
  return [
    {
      id: BUCKET,
      Type: 'AWS::S3::Bucket',
      retained: true,
      Properties: {
        BucketName: spec.name,
        BucketEncryption: { ServerSideEncryptionConfiguration: [encryption(spec.hasKey)] },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        ...(spec.versioning ? { VersioningConfiguration: { Status: 'Enabled' } } : {}),
        LifecycleConfiguration: { Rules: rules(spec) },
        Tags: tagList(spec.tags),
      },
    },
    ...(spec.insecureTransport ? [] : [TLS_ONLY]),
  ];
}

/** The bucket that stays must not lose it. */
const TLS_ONLY: InfraResource = {
  id: 'BucketPolicy',
  Type: 'AWS::S3::BucketPolicy',
  retained: true,
  Properties: {
    Bucket: ref(BUCKET),
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'OnlyByTls',
          Effect: 'Deny',
          Principal: '*',
          Action: ['s3:*'],
          Resource: [getAtt(BUCKET, 'Arn'), sub(`\${${BUCKET}.Arn}/*`)],
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    },
  },
};

/** With a bucket key, so that not every object costs a request to the key. */
function encryption(hasKey: boolean): JsonObject {
  if (!hasKey) return { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } };
  return {
    ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: ref('KeyArn') },
    BucketKeyEnabled: true,
  };
}

function rules({ versioning, expires }: BucketSpec): readonly JsonObject[] {
  return [
    {
      Id: 'unfinished-uploads',
      Status: 'Enabled',
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: UNFINISHED_DAYS },
    },
    ...(versioning
      ? [
          {
            Id: 'replaced-versions',
            Status: 'Enabled',
            NoncurrentVersionExpiration: { NoncurrentDays: REPLACED_DAYS },
            ExpiredObjectDeleteMarker: true,
          },
        ]
      : []),
    ...(expires
      ? FIRST_LETTERS.map((Prefix) => ({
          Id: `artifacts-${Prefix}`,
          Status: 'Enabled',
          Prefix,
          ExpirationInDays: ref('ExpireDays'),
        }))
      : []),
  ];
}

/**
 * What the keys of artifacts begin with: the first letter of a deployment. A rule cannot leave out a prefix, and the code below
 * `.flowmap/` has to stay as long as anything runs it.
 */
const FIRST_LETTERS: readonly string[] = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz');
