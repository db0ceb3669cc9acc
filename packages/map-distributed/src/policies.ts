import type { PolicyStatement, Target } from '@flowmap/asl';

/**
 * What a state machine with a distributed map needs on itself. Children run under `<machine>/<label>`, whatever the label, and
 * redriving the parent redrives them. Source: AWS Step Functions developer guide, "IAM policies for using Distributed Map states".
 */
export function mapRunPolicies({ partition, region, account, machine }: Target): readonly PolicyStatement[] {
  const arn = (type: string, rest: string): string =>
    `arn:${partition}:states:${region}:${account}:${type}:${machine}${rest}`;
  return [
    { Action: ['states:StartExecution'], Resource: [arn('stateMachine', '')] },
    { Action: ['states:DescribeExecution', 'states:StopExecution'], Resource: [arn('execution', '/*:*')] },
    { Action: ['states:RedriveExecution'], Resource: [arn('execution', '/*:*')] },
  ];
}

/**
 * What a result writer needs below a prefix, which is more than what reading its files does, and of the key with which the bucket
 * is encrypted. Source: as above, "Amazon S3 bucket" and "ResultWriter".
 */
export function resultPolicies({ partition, bucket, key }: Target, prefix: string): readonly PolicyStatement[] {
  return [
    {
      Action: ['s3:PutObject', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload'],
      Resource: [`arn:${partition}:s3:::${bucket}/${prefix}/*`],
    },
    ...(key === undefined ? [] : [{ Action: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'], Resource: [key] }]),
  ];
}
