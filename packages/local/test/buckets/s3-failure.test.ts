import { describe, expect, it } from '@jest/globals';
import type { ObjectStorage } from '@flowmap/engine';
import { FlowError } from '@flowmap/graph';
import { serveS3 } from '../../src/buckets/index.js';

/** Buckets that refuse everything in the same way. */
function refusing(error: unknown): ObjectStorage {
  return {
    // eslint-disable-next-line require-yield -- it has nothing to give
    async *list() {
      throw error;
    },
    async get() {
      throw error;
    },
    async put() {
      throw error;
    },
  };
}

const named = (name: string): Error => Object.assign(new Error('so it is'), { name });

describe('what buckets refuse', () => {
  it.each([
    ['NoSuchKey', 'S3.NoSuchKeyException', 404],
    ['NoSuchBucket', 'S3.NoSuchBucketException', 404],
    ['NoSuchUpload', 'S3.NoSuchUploadException', 404],
    ['BucketAlreadyOwnedByYou', 'S3.BucketAlreadyOwnedByYouException', 409],
    ['InvalidObjectState', 'S3.InvalidObjectStateException', 403],
    ['ObjectNotInActiveTierError', 'S3.ObjectNotInActiveTierErrorException', 403],
    ['AccessDenied', 'S3.S3Exception', 403],
    ['PermanentRedirect', 'S3.S3Exception', 301],
    ['InvalidArgument', 'S3.S3Exception', 400],
    ['NoSuchVersion', 'S3.S3Exception', 404],
    ['SlowDown', 'S3.S3Exception', 503],
    ['Error', 'S3.S3Exception', 500],
  ])('%s is %s with the status %i', async (name, error, status) => {
    for (const action of ['getObject', 'headObject', 'putObject', 'listObjectsV2']) {
      const call = serveS3(refusing(named(name)), `arn:aws:states:::aws-sdk:s3:${action}`, {}, () => 'id');
      await expect(call).rejects.toMatchObject({
        name: error,
        message: `so it is (Service: S3, Status Code: ${status}, Request ID: id) (SDK Attempt Count: 1)`,
      });
    }
  });

  it.each([
    [new FlowError('STORE_DENIED', 'no right'), 'S3.S3Exception', 'no right (Service: S3, Status Code: 403'],
    [new FlowError('STORE_NO_BUCKET', 'none'), 'S3.NoSuchBucketException', 'none (Service: S3, Status Code: 404'],
    [new FlowError('OBJECT_NOT_FOUND', 'none'), 'S3.NoSuchKeyException', 'none (Service: S3, Status Code: 404'],
    [new FlowError('STORE_WRONG_REGION', 'far'), 'S3.S3Exception', 'far (Service: S3, Status Code: 301'],
    [new FlowError('STORE_UNREACHABLE', 'no answer'), 'S3.SdkClientException', 'no answer'],
    [
      Object.assign(new Error('EACCES: /x'), { code: 'EACCES' }),
      'S3.S3Exception',
      'EACCES: /x (Service: S3, Status Code: 403',
    ],
    ['odd', 'S3.S3Exception', 'odd (Service: S3, Status Code: 500'],
  ])('%s is told as S3 would', async (error, name, message) => {
    const call = serveS3(refusing(error), 'arn:aws:states:::aws-sdk:s3:getObject', {}, () => 'id');
    await expect(call).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  });
});
