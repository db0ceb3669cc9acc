// An AWS account with flowmap's bucket and table, for programs that deploy: says its address in one line, and stays until it is ended.
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ensureTable } from '@flowmap/metadata-dynamodb';
import { awsAccount, s3Server, startDynamodb } from '@flowmap/testing';

const [s3, dynamodb] = await Promise.all([s3Server(), startDynamodb()]);
const account = await awsAccount({
  now: () => new Date(),
  object: (bucket, key) => s3.buckets.of(bucket).objects.get(key)?.body,
  also: { s3: s3.url, dynamodb: dynamodb.endpoint },
});
const { clientConfig } = account;
const bucket = `flowmap-${account.account}-${account.region}`;
await new S3Client({ ...clientConfig, forcePathStyle: true }).send(new CreateBucketCommand({ Bucket: bucket }));
await ensureTable(new DynamoDBClient(clientConfig), 'flowmap');
console.log(JSON.stringify(clientConfig));
