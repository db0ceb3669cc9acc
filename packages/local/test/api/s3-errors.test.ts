import { fileURLToPath } from 'node:url';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterEach, expect, test } from '@jest/globals';
import { s3Server, type S3Server } from '@flowmap/testing/stores';
import { create, until } from './support/machines.js';
import { serve, type Served } from './support/server.js';

/** This project: its `node_modules` has a client of S3. */
const PROJECT = fileURLToPath(new URL('../../../..', import.meta.url));

let s3: S3Server | undefined;
afterEach(() => s3?.close());

async function failure({ client }: Served, action: string, Arguments: object) {
  const state = { Type: 'Task', Resource: `arn:aws:states:::aws-sdk:s3:${action}`, Arguments, End: true };
  const definition = { StartAt: 'T', QueryLanguage: 'JSONata', States: { T: state } };
  const stateMachineArn = await create(client, `s3-${Math.floor(performance.now() * 1000)}`, definition);
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn }));
  const { error, cause } = await until(client, executionArn);
  return [error, /Status Code: (\d+)/.exec(cause ?? '')?.[1]];
}

test('errors of S3 have the names and the status that the service gives them', async () => {
  s3 = await s3Server();
  s3.buckets.create('data');
  s3.buckets.create('far', { region: 'eu-west-1' });
  s3.buckets.create('taken', { isForeign: true });
  const served = await serve({ project: PROJECT, variables: { AWS_ENDPOINT_URL_S3: s3.url } });
  const asked = { Bucket: 'data', Key: 'none' };
  expect(await failure(served, 'getObject', asked)).toEqual(['S3.NoSuchKeyException', '404']);
  expect(await failure(served, 'headObject', asked)).toEqual(['S3.NoSuchKeyException', '404']);
  expect(await failure(served, 'headBucket', { Bucket: 'nowhere' })).toEqual(['S3.NoSuchBucketException', '404']);
  expect(await failure(served, 'getObject', { ...asked, Bucket: 'nowhere' })).toEqual([
    'S3.NoSuchBucketException',
    '404',
  ]);
  expect(await failure(served, 'getObject', { ...asked, Bucket: 'far' })).toEqual(['S3.S3Exception', '301']);
  expect(await failure(served, 'getObject', { ...asked, Bucket: 'taken' })).toEqual(['S3.S3Exception', '403']);
  expect(await failure(served, 'createBucket', { Bucket: 'taken' })).toEqual([
    'S3.BucketAlreadyExistsException',
    '409',
  ]);
  s3.faults.onRequest = () => 'throttle';
  expect(await failure(served, 'getObject', asked)).toEqual(['S3.S3Exception', '503']);
});
