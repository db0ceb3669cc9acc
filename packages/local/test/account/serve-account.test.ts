import { request } from 'node:http';
import {
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { ListStateMachinesCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, test } from '@jest/globals';
import { create, until } from '../api/support/machines.js';
import { served } from './support/server.js';

const at = served();

/** Sends something that no SDK would. */
function send(
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(`${at.url}${path}`, { method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

const signedFor = (service: string): Record<string, string> => ({
  authorization: `AWS4-HMAC-SHA256 Credential=any/20250101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});

describe('an account at one address', () => {
  test('has its bucket and its table from the beginning, and lets anybody in', async () => {
    expect(await at.client(STSClient).send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: '123456789012',
      Arn: 'arn:aws:iam::123456789012:user/local',
    });
    const { Buckets } = await at.client(S3Client).send(new ListBucketsCommand({}));
    expect(Buckets?.map(({ Name }) => Name)).toEqual(['flowmap-123456789012-us-east-1']);
    expect((await at.client(DynamoDBClient).send(new ListTablesCommand({}))).TableNames).toEqual(['flowmap']);
    expect((await at.client(SFNClient).send(new ListStateMachinesCommand({}))).stateMachines).toEqual([]);
  });

  test('says whose server it is', async () => {
    const { text } = await send('/_flowmap');
    expect(JSON.parse(text)).toEqual({
      server: 'flow-cli local',
      account: '123456789012',
      region: 'us-east-1',
      bucket: 'flowmap-123456789012-us-east-1',
      table: 'flowmap',
    });
  });

  test('says what it does not serve, in the words of the protocol', async () => {
    const told = async (headers: Record<string, string>): Promise<string> => (await send('/', headers, 'POST')).text;
    expect(JSON.parse(await told(signedFor('sqs')))).toEqual({
      __type: 'UnknownOperationException',
      message: 'This is flow-cli local, which does not serve the service sqs',
    });
    expect(
      await told({ ...signedFor('ec2'), 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }),
    ).toContain(
      '<Code>UnknownOperationException</Code><Message>This is flow-cli local, which does not serve the service ec2</Message>',
    );
    expect(await told({})).toContain('does not serve requests that are not signed');
    expect(await told({ ...signedFor('logs'), 'x-amz-target': 'Logs_20140328.StartQuery' })).toContain(
      'logs:StartQuery',
    );
    expect(await send('/', { ...signedFor('s3'), host: 'evil.example' })).toMatchObject({ status: 403 });
  });

  test('is closed to pages of foreign sites', async () => {
    const inAddress = `/2015-03-31/functions?X-Amz-Credential=any/20250101/us-east-1/lambda/aws4_request`;
    expect((await send(inAddress, { 'content-type': 'text/plain' }, 'POST')).text).toContain('that are not signed');
    const fromPage = { ...signedFor('iam'), origin: 'http://evil.example' };
    expect(await send('/', fromPage, 'POST')).toMatchObject({ status: 403 });
    // A link to an object is signed in its address.
    const link = '/data?list-type=2&X-Amz-Credential=any/20250101/us-east-1/s3/aws4_request';
    expect((await send(link)).text).toContain('NoSuchBucket');
  });

  test('keeps objects with their metadata, and forgets items that have expired', async () => {
    const s3 = at.client(S3Client);
    await s3.send(new CreateBucketCommand({ Bucket: 'data' }));
    const object = { Bucket: 'data', Key: 'in/2024.csv' };
    await s3.send(new PutObjectCommand({ ...object, Body: 'a,b', ContentType: 'text/csv', Metadata: { by: 'me' } }));
    const { ETag: etag } = await s3.send(new HeadObjectCommand(object));
    const dynamodb = at.client(DynamoDBClient);
    const item = (pk: string, expires: number) => ({ pk: { S: pk }, sk: { S: 's' }, expires: { N: String(expires) } });
    const soon = Math.floor(Date.now() / 1000);
    await dynamodb.send(new PutItemCommand({ TableName: 'flowmap', Item: item('old', soon - 10) }));
    await dynamodb.send(new PutItemCommand({ TableName: 'flowmap', Item: item('new', soon + 10_000) }));
    await at.restart();
    const found = await s3.send(new GetObjectCommand(object));
    expect(found).toMatchObject({ ETag: etag, ContentType: 'text/csv', Metadata: { by: 'me' } });
    expect(await found.Body?.transformToString()).toBe('a,b');
    const get = async (pk: string): Promise<unknown> =>
      (await dynamodb.send(new GetItemCommand({ TableName: 'flowmap', Key: { pk: { S: pk }, sk: { S: 's' } } }))).Item;
    expect(await get('new')).toBeDefined();
    expect(await get('old')).toBeUndefined();
    expect(
      (await dynamodb.send(new DescribeTimeToLiveCommand({ TableName: 'flowmap' }))).TimeToLiveDescription,
    ).toEqual({
      TimeToLiveStatus: 'ENABLED',
      AttributeName: 'expires',
    });
  });

  test('serves what tasks call, where nothing else is named', async () => {
    const sfn = at.client(SFNClient);
    const definition = {
      StartAt: 'Ask',
      QueryLanguage: 'JSONata',
      States: {
        Ask: {
          Type: 'Task',
          Resource: 'arn:aws:states:::aws-sdk:sts:getCallerIdentity',
          Output: '{% $states.result.Account %}',
          End: true,
        },
      },
    };
    const stateMachineArn = await create(sfn, 'asking', definition);
    const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn }));
    expect(await until(sfn, executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '"123456789012"' });
  });
});
