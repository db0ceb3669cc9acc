import { CreateTableCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from '@jest/globals';
import { infra, machineRole, planBase, scheduleRole, type InfraOptions } from '@flowmap/deploy';
import { KEY, TARGET } from '../rights/place.js';
import { emptyAccount } from './support/empty-account.js';

const NETWORK = { subnets: ['subnet-0123abcd'], securityGroups: ['sg-0123abcd'] };
const FULL: InfraOptions = {
  expireDays: 30,
  batch: { type: 'FARGATE', ...NETWORK },
  flow: {
    deployment: 'flights',
    roles: { machine: machineRole(TARGET, { policies: [], logged: true }), schedule: scheduleRole(TARGET) },
  },
};

test('the base is made, and found made', async () => {
  const { make, site, names, s3 } = await emptyAccount();
  const steps = await make(FULL);
  expect(steps.map(({ did, type }) => `${did} ${type}`)).toEqual([
    'created AWS::S3::Bucket',
    'created AWS::S3::BucketPolicy',
    'created AWS::DynamoDB::Table',
    'created AWS::Batch::ComputeEnvironment',
    'created AWS::Batch::JobQueue',
    'created AWS::Logs::LogGroup',
    'created AWS::Logs::LogGroup',
    'created AWS::IAM::Role',
    'created AWS::IAM::Role',
  ]);
  expect([...s3.buckets.of(names.bucket).settings.keys()].sort()).toEqual([
    'encryption',
    'lifecycle',
    'ownershipControls',
    'policy',
    'publicAccessBlock',
    'tagging',
  ]);
  expect((await make(FULL)).every(({ did }) => did === 'unchanged')).toBe(true);
  const { Table } = await site.aws.dynamodb.send(new DescribeTableCommand({ TableName: names.table }));
  expect(Table?.KeySchema?.map(({ AttributeName }) => AttributeName)).toEqual(['pk', 'sk']);
});

test('what changes is changed, and nothing else', async () => {
  const { make } = await emptyAccount();
  await make(FULL);
  const steps = await make({ ...FULL, expireDays: 60, batch: { type: 'FARGATE', ...NETWORK, maxVcpus: 8 } });
  expect(steps.filter(({ did }) => did !== 'unchanged').map(({ did, type }) => `${did} ${type}`)).toEqual([
    'changed AWS::S3::Bucket',
    'changed AWS::Batch::ComputeEnvironment',
  ]);
});

test('a plan touches nothing', async () => {
  const { site, names, account, s3 } = await emptyAccount();
  const plan = await planBase(site, infra({ ...names, ...FULL }));
  expect(plan.every(({ action }) => action === 'create')).toBe(true);
  expect(s3.buckets.names()).not.toContain(names.bucket);
  expect(await account.resources()).toEqual([]);
});

test('wherever it is stopped, it goes on to the same end', async () => {
  const options: InfraOptions = { versioning: true, ...(FULL.flow && { flow: FULL.flow }) };
  const whole = await emptyAccount();
  await whole.make(options);
  const end = async ({ account, s3, names }: Awaited<ReturnType<typeof emptyAccount>>) => ({
    contents: await account.contents(),
    // The others are as in any new bucket.
    settings: ['lifecycle', 'policy', 'tagging', 'versioning'].map((name) =>
      s3.buckets.of(names.bucket).settings.get(name)?.replaceAll(names.bucket, ''),
    ),
  });
  const isWrite = (action: string): boolean => /^(?:Create|Put|Update|Tag)/u.test(action);
  const writes = whole.account.calls.filter(({ action }) => isWrite(action)).length;
  expect(writes).toBeGreaterThan(10);
  const expected = await end(whole);
  for (let stop = 1; stop <= writes; stop += 1) {
    const stopped = await emptyAccount();
    let seen = 0;
    stopped.account.onCall(({ action }) => {
      if (isWrite(action)) seen += 1;
      return isWrite(action) && seen === stop ? 'lose-answer' : undefined;
    });
    await expect(stopped.make(options)).rejects.toMatchObject({ code: 'AWS_UNREACHABLE' });
    stopped.account.onCall(undefined);
    await stopped.make(options);
    const { settings, contents } = await end(stopped);
    expect(contents).toEqual(
      JSON.parse(JSON.stringify(expected.contents).replaceAll(whole.names.bucket, stopped.names.bucket)),
    );
    expect(settings).toEqual(expected.settings);
    expect((await stopped.make(options)).every(({ did }) => did === 'unchanged')).toBe(true);
  }
}, 120_000);

test('a signal stops it between two steps', async () => {
  const { make } = await emptyAccount();
  await expect(make({}, AbortSignal.abort())).rejects.toMatchObject({ code: 'INTERRUPTED' });
});

test('what is stricter, or somebody else’s, stays', async () => {
  const { make, site, names } = await emptyAccount();
  const { s3 } = site.aws;
  const Bucket = names.bucket;
  await s3.send(new CreateBucketCommand({ Bucket }));
  const theirs = {
    Sid: 'Theirs',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:DeleteBucket',
    Resource: `arn:aws:s3:::${Bucket}`,
  };
  const own = [
    { Key: 'flowmap:base', Value: 'true' },
    { Key: 'owner', Value: 'ada' },
  ];
  await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: own } }));
  const byKey = { SSEAlgorithm: 'aws:kms' as const, KMSMasterKeyID: KEY };
  await s3.send(
    new PutBucketEncryptionCommand({
      Bucket,
      ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: byKey }] },
    }),
  );
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  const rule = { ID: 'theirs', Status: 'Enabled' as const, Filter: { Prefix: 'x/' }, Expiration: { Days: 3 } };
  await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: [rule] } }));
  await s3.send(
    new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement: theirs }) }),
  );

  const steps = await make();
  expect(steps.map(({ did }) => did)).toEqual(['changed', 'changed', 'created']);
  const { ServerSideEncryptionConfiguration: encryption } = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
  expect(encryption?.Rules?.[0]?.ApplyServerSideEncryptionByDefault).toEqual(byKey);
  expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled');
  const { Rules: rules = [] } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
  expect(rules.map(({ ID }) => ID)).toEqual(['theirs', 'unfinished-uploads']);
  const { Policy = '' } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
  const { Statement } = JSON.parse(Policy) as { Statement: { Sid: string }[] };
  expect(Statement.map(({ Sid }) => Sid)).toEqual(['Theirs', 'OnlyByTls']);
  expect((await make()).every(({ did }) => did === 'unchanged')).toBe(true);
});

describe('refused is', () => {
  test('a bucket of another account, or in another region', async () => {
    const { make, s3, names } = await emptyAccount();
    s3.buckets.create(names.bucket, { isForeign: true });
    await expect(make()).rejects.toMatchObject({
      code: 'NAME_TAKEN',
      message: expect.stringContaining('another account'),
    });
    s3.buckets.create(`${names.bucket}-west`, { region: 'us-west-2' });
    await expect(make({ bucket: `${names.bucket}-west` })).rejects.toMatchObject({
      code: 'NAME_TAKEN',
      message: expect.stringContaining('us-west-2'),
    });
  });

  test('a bucket that somebody else uses', async () => {
    const { make, site, names } = await emptyAccount();
    const Bucket = names.bucket;
    await site.aws.s3.send(new CreateBucketCommand({ Bucket }));
    await site.aws.s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'b' }));
    await expect(make()).rejects.toMatchObject({
      code: 'NAME_TAKEN',
      hint: expect.stringContaining('flowmap:base=true'),
    });
  });

  test('a table with other keys', async () => {
    const { make, site, names } = await emptyAccount();
    await site.aws.dynamodb.send(
      new CreateTableCommand({
        TableName: names.table,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      }),
    );
    await expect(make()).rejects.toMatchObject({
      code: 'NAME_TAKEN',
      message: expect.stringContaining('with other keys'),
    });
  });

  test('a role that flowmap did not make', async () => {
    const { make, site } = await emptyAccount();
    const { RoleName, AssumeRolePolicyDocument } = scheduleRole(TARGET);
    const trust = JSON.stringify(AssumeRolePolicyDocument);
    await site.aws.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
    await expect(make(FULL)).rejects.toMatchObject({ code: 'NAME_TAKEN', message: expect.stringContaining(RoleName) });
  });
});
