import {
  DeleteBucketLifecycleCommand,
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { UpdateJobQueueCommand } from '@aws-sdk/client-batch';
import { UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { examineAccount, type Finding } from '../../src/index.js';
import { emptyAccount, type EmptyAccount } from './support/empty-account.js';

function examine(at: EmptyAccount, queues: readonly string[] = []): Promise<readonly Finding[]> {
  return examineAccount({ site: at.site, caller: 'ada', ...at.names, queues });
}

async function wrong(at: EmptyAccount, queues?: readonly string[]): Promise<readonly string[]> {
  return (await examine(at, queues))
    .filter(({ level }) => level !== 'ok')
    .map(({ level, about, message, hint }) => {
      expect(hint).toMatch(/.+/);
      return `${level} ${about}: ${message}`;
    });
}

describe('an account is looked at', () => {
  test('in which nothing is', async () => {
    const at = await emptyAccount();
    expect(await wrong(at, ['flowmap'])).toEqual([
      `error bucket: There is no bucket ${at.names.bucket}.`,
      `error table: There is no table ${at.names.table}.`,
      'error queue: There is no job queue flowmap.',
    ]);
  });

  test('in which all is well', async () => {
    const at = await emptyAccount();
    await at.make({ batch: { type: 'FARGATE', subnets: ['subnet-1'], securityGroups: ['sg-1'] } });
    const findings = await examine(at, ['flowmap']);
    expect(findings.map(({ level, about }) => `${level} ${about}`)).toEqual([
      'ok credentials',
      'ok bucket',
      'ok bucket',
      'ok bucket',
      'ok table',
      'ok table',
      'ok quota',
      'ok quota',
      'ok queue',
    ]);
    expect(findings[0]?.message).toBe('You are ada in the account 123456789012, and work in us-east-1.');
    expect(await at.make()).toEqual(expect.arrayContaining([expect.objectContaining({ did: 'unchanged' })]));
  });

  test('in which somebody loosened things', async () => {
    const at = await emptyAccount();
    await at.make({ batch: { type: 'FARGATE', subnets: ['subnet-1'], securityGroups: ['sg-1'] } });
    const { s3, dynamodb, batch } = at.site.aws;
    const Bucket = at.names.bucket;
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    await s3.send(new DeleteBucketLifecycleCommand({ Bucket }));
    await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
    const TimeToLiveSpecification = { AttributeName: 'expires', Enabled: false };
    await dynamodb.send(new UpdateTimeToLiveCommand({ TableName: at.names.table, TimeToLiveSpecification }));
    await batch.send(new UpdateJobQueueCommand({ jobQueue: 'flowmap', state: 'DISABLED' }));
    expect(await wrong(at, ['flowmap'])).toEqual([
      `warning bucket: The bucket ${Bucket} does not block public access.`,
      `warning bucket: The bucket ${Bucket} keeps the parts of uploads that nobody finished.`,
      `warning bucket: The bucket ${Bucket} is reached without TLS, too.`,
      `warning table: The table ${Bucket} keeps the records of runs that have expired.`,
      'error queue: The job queue flowmap is disabled.',
    ]);
  });

  test('by somebody who may not look at all of it', async () => {
    const at = await emptyAccount();
    await at.make();
    at.account.denied = [{ action: 'lambda:GetAccountSettings' }, { action: 'dynamodb:DescribeTable' }];
    expect(await wrong(at)).toEqual([
      expect.stringMatching(
        /^warning table: The table \S+ could not be looked at: The right to dynamodb:DescribeTable/,
      ),
      expect.stringMatching(/^warning quota: .* could not be looked at: The right to lambda:GetAccountSettings/),
    ]);
  });
});
