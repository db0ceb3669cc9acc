import { type Xml } from './xml.js';

/** A configuration of a bucket that is kept as it comes. */
export interface Setting {
  /** Behind the verb in the action's name. */
  readonly name: string;
  /** The root of its document; none for a policy, which is JSON. */
  readonly root?: string;
  /** S3 takes it without a checksum. */
  readonly isUnguarded?: true;
  /** What a bucket has where nothing was set. */
  readonly initial?: Xml;
  /** What is said where nothing was set, and nothing is there from the beginning. */
  readonly missing?: readonly [code: string, message: string];
}

/** By the name in the query. A new bucket blocks public access, has no ACLs and encrypts with its own keys: so since 2023. */
export const SETTINGS: Readonly<Record<string, Setting>> = {
  encryption: {
    name: 'BucketEncryption',
    root: 'ServerSideEncryptionConfiguration',
    initial: [
      'ServerSideEncryptionConfiguration',
      [
        [
          'Rule',
          [
            ['ApplyServerSideEncryptionByDefault', [['SSEAlgorithm', 'AES256']]],
            ['BucketKeyEnabled', false],
          ],
        ],
      ],
    ],
  },
  publicAccessBlock: {
    name: 'PublicAccessBlock',
    root: 'PublicAccessBlockConfiguration',
    initial: [
      'PublicAccessBlockConfiguration',
      [
        ['BlockPublicAcls', true],
        ['IgnorePublicAcls', true],
        ['BlockPublicPolicy', true],
        ['RestrictPublicBuckets', true],
      ],
    ],
    missing: ['NoSuchPublicAccessBlockConfiguration', 'The public access block configuration was not found'],
  },
  ownershipControls: {
    name: 'BucketOwnershipControls',
    root: 'OwnershipControls',
    initial: ['OwnershipControls', [['Rule', [['ObjectOwnership', 'BucketOwnerEnforced']]]]],
    missing: ['OwnershipControlsNotFoundError', 'The bucket ownership controls were not found'],
  },
  lifecycle: {
    name: 'BucketLifecycleConfiguration',
    root: 'LifecycleConfiguration',
    missing: ['NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist'],
  },
  versioning: {
    name: 'BucketVersioning',
    root: 'VersioningConfiguration',
    initial: ['VersioningConfiguration', []],
  },
  tagging: {
    name: 'BucketTagging',
    root: 'Tagging',
    missing: ['NoSuchTagSet', 'The TagSet does not exist'],
  },
  policy: {
    name: 'BucketPolicy',
    missing: ['NoSuchBucketPolicy', 'The bucket policy does not exist'],
  },
  notification: {
    name: 'BucketNotificationConfiguration',
    isUnguarded: true,
    root: 'NotificationConfiguration',
    initial: ['NotificationConfiguration', []],
  },
};
