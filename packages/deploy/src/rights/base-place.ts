import type { PolicyStatement, Target } from '@flowmap/asl';

/** Where the base of an account is, and what its parts are named. */
export type BasePlace = Pick<Target, 'partition' | 'region' | 'account' | 'bucket' | 'table' | 'key'>;

/** The settings of the bucket of artifacts, by the actions that IAM has for them: `s3:Get...` and `s3:Put...`. */
const SETTINGS = [
  'BucketOwnershipControls',
  'BucketPolicy',
  'BucketPublicAccessBlock',
  'BucketTagging',
  'BucketVersioning',
  'EncryptionConfiguration',
  'LifecycleConfiguration',
];

/** Rights to read how the base of an account is set up. Source: service authorization reference, Amazon S3 and Amazon DynamoDB. */
export function baseReads(place: BasePlace): readonly PolicyStatement[] {
  return [
    { Action: ['s3:ListBucket', ...SETTINGS.map((name) => `s3:Get${name}`)], Resource: [bucketArn(place)] },
    {
      Action: ['dynamodb:DescribeContinuousBackups', 'dynamodb:DescribeTable', 'dynamodb:DescribeTimeToLive'],
      Resource: [tableArn(place)],
    },
    { Action: ['batch:DescribeComputeEnvironments', 'batch:DescribeJobQueues'], Resource: ['*'] },
  ];
}

/** Rights to make the bucket and the table and to set them up. */
export function baseWrites(place: BasePlace): readonly PolicyStatement[] {
  return [
    { Action: ['s3:CreateBucket', ...SETTINGS.map((name) => `s3:Put${name}`)], Resource: [bucketArn(place)] },
    {
      Action: [
        'dynamodb:CreateTable',
        'dynamodb:TagResource',
        'dynamodb:UpdateContinuousBackups',
        'dynamodb:UpdateTimeToLive',
      ],
      Resource: [tableArn(place)],
    },
  ];
}

function bucketArn({ partition, bucket }: BasePlace): string {
  return `arn:${partition}:s3:::${bucket}`;
}

function tableArn({ partition, region, account, table }: BasePlace): string {
  return `arn:${partition}:dynamodb:${region}:${account}:table/${table}`;
}
