import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketLifecycleCommand,
  DeletePublicAccessBlockCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from '@jest/globals';
import { s3Server } from '@flowmap/testing/stores';
import { refused, SIGNED, started } from './server.js';

const s3 = started();

describe('a bucket', () => {
  test('is made, found, listed and removed', async () => {
    const asked = { Bucket: 'made-here' };
    await s3.client.send(new CreateBucketCommand(asked));
    expect(await s3.client.send(new HeadBucketCommand(asked))).toMatchObject({ BucketRegion: 'us-east-1' });
    const { Buckets = [] } = await s3.client.send(new ListBucketsCommand());
    expect(Buckets.map(({ Name }) => Name)).toContain('made-here');
    expect((await s3.client.send(new GetBucketLocationCommand(asked))).LocationConstraint ?? '').toBe('');
    await s3.client.send(new PutObjectCommand({ ...asked, Key: 'k', Body: 'x' }));
    expect(await refused(s3.client.send(new DeleteBucketCommand(asked)))).toEqual(['BucketNotEmpty', 409]);
    expect(await refused(s3.client.send(new HeadBucketCommand({ Bucket: 'nowhere' })))).toEqual(['NotFound', 404]);
    const empty = s3.bucket().name;
    await s3.client.send(new DeleteBucketCommand({ Bucket: empty }));
    expect(s3.server.buckets.names()).not.toContain(empty);
    expect(() => s3.server.buckets.of(empty)).toThrow(empty);
  });

  test('has a name that can be one', async () => {
    for (const Bucket of ['ab', 'Upper', 'a..b', '1.2.3.4', '-a-b']) {
      expect(await refused(s3.client.send(new CreateBucketCommand({ Bucket })))).toEqual(['InvalidBucketName', 400]);
    }
  });

  test('that is there already is refused but in the first region', async () => {
    await s3.client.send(new CreateBucketCommand({ Bucket: 'twice' }));
    await s3.client.send(new CreateBucketCommand({ Bucket: 'twice' }));
    const server = await s3Server({ region: 'eu-west-1' });
    const client = new S3Client(server.clientConfig);
    const create = (LocationConstraint: 'eu-west-1' | 'eu-west-2') =>
      client.send(new CreateBucketCommand({ Bucket: 'twice', CreateBucketConfiguration: { LocationConstraint } }));
    expect(await refused(create('eu-west-2'))).toEqual(['IllegalLocationConstraintException', 400]);
    // The client would name its region by itself.
    const unnamed = await fetch(`${server.url}/twice`, {
      method: 'PUT',
      headers: { ...SIGNED, authorization: SIGNED.authorization.replace('us-east-1', 'eu-west-1') },
    });
    expect(await unnamed.text()).toContain('The unspecified location constraint is incompatible');
    await create('eu-west-1');
    expect(await refused(create('eu-west-1'))).toEqual(['BucketAlreadyOwnedByYou', 409]);
    client.destroy();
    await server.close();
  });

  test("that is somebody else's is not there to use, and its name is taken", async () => {
    s3.server.buckets.create('foreign', { isForeign: true });
    const asked = { Bucket: 'foreign' };
    expect(await refused(s3.client.send(new CreateBucketCommand(asked)))).toEqual(['BucketAlreadyExists', 409]);
    expect((await refused(s3.client.send(new HeadBucketCommand(asked))))[1]).toBe(403);
    expect(await refused(s3.client.send(new PutObjectCommand({ ...asked, Key: 'k', Body: 'x' })))).toEqual([
      'AccessDenied',
      403,
    ]);
    const { Buckets = [] } = await s3.client.send(new ListBucketsCommand());
    expect(Buckets.map(({ Name }) => Name)).not.toContain('foreign');
  });

  test('of another region says which, also to a HEAD', async () => {
    s3.server.buckets.create('far', { region: 'eu-west-1' });
    const seen = await fetch(`${s3.server.url}/far`, {
      method: 'HEAD',
      redirect: 'manual',
      headers: SIGNED,
    });
    expect([seen.status, seen.headers.get('x-amz-bucket-region'), await seen.text()]).toEqual([301, 'eu-west-1', '']);
    const put = s3.client.send(new PutObjectCommand({ Bucket: 'far', Key: 'k', Body: 'x' }));
    expect(await refused(put)).toEqual(['PermanentRedirect', 301]);
    const { LocationConstraint } = await s3.client.send(new GetBucketLocationCommand({ Bucket: 'far' }));
    expect(LocationConstraint).toBe('eu-west-1');
  });
});

describe('configurations', () => {
  test('are given back as they came', async () => {
    const { name: Bucket, settings } = s3.bucket();
    const encryption = {
      Rules: [
        {
          ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k' },
          BucketKeyEnabled: true,
        },
      ],
    } as const;
    await s3.client.send(
      new PutBucketEncryptionCommand({
        Bucket,
        ServerSideEncryptionConfiguration: { Rules: [...encryption.Rules] },
      }),
    );
    const lifecycle = [
      {
        ID: 'leftovers',
        Status: 'Enabled' as const,
        Filter: { Prefix: 'a&b/' },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 },
      },
    ];
    await s3.client.send(
      new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: lifecycle } }),
    );
    await s3.client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
    const TagSet = [{ Key: 'flowmap', Value: '<1>' }];
    await s3.client.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
    const Policy = '{"Version":"2012-10-17","Statement":[]}';
    await s3.client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    await s3.client.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket,
        NotificationConfiguration: { EventBridgeConfiguration: {} },
      }),
    );
    expect(await s3.client.send(new GetBucketEncryptionCommand({ Bucket }))).toMatchObject({
      ServerSideEncryptionConfiguration: encryption,
    });
    expect((await s3.client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).Rules).toEqual(lifecycle);
    expect((await s3.client.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled');
    expect((await s3.client.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual(TagSet);
    expect((await s3.client.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(Policy);
    const notification = await s3.client.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
    expect(notification.EventBridgeConfiguration).toEqual({});
    expect([...settings.keys()].sort()).toEqual([
      'encryption',
      'lifecycle',
      'notification',
      'policy',
      'tagging',
      'versioning',
    ]);
    await s3.client.send(new DeleteBucketLifecycleCommand({ Bucket }));
    expect(await refused(s3.client.send(new GetBucketLifecycleConfigurationCommand({ Bucket })))).toEqual([
      'NoSuchLifecycleConfiguration',
      404,
    ]);
  });

  test('are those of a new bucket until then', async () => {
    const { name: Bucket } = s3.bucket();
    const all = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
    const blocked = () => s3.client.send(new GetPublicAccessBlockCommand({ Bucket }));
    expect((await blocked()).PublicAccessBlockConfiguration).toEqual(all);
    await s3.client.send(new DeletePublicAccessBlockCommand({ Bucket }));
    expect(await refused(blocked())).toEqual(['NoSuchPublicAccessBlockConfiguration', 404]);
    const PublicAccessBlockConfiguration = { ...all, BlockPublicAcls: false };
    await s3.client.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
    expect(await blocked()).toMatchObject({ PublicAccessBlockConfiguration });
    expect(
      (await s3.client.send(new GetBucketEncryptionCommand({ Bucket }))).ServerSideEncryptionConfiguration?.Rules,
    ).toMatchObject([{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }]);
    expect((await s3.client.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined();
    expect(await refused(s3.client.send(new GetBucketTaggingCommand({ Bucket })))).toEqual(['NoSuchTagSet', 404]);
    expect(await refused(s3.client.send(new GetBucketPolicyCommand({ Bucket })))).toEqual(['NoSuchBucketPolicy', 404]);
    expect(await refused(s3.client.send(new PutBucketPolicyCommand({ Bucket, Policy: '{' })))).toEqual([
      'MalformedPolicy',
      400,
    ]);
  });
});
