import type { Answer, BucketCall, Call } from '../call.js';
import { accessDenied, noSuchBucket, notImplemented, S3Error } from '../s3-error.js';
import { createBucket, deleteBucket, getBucketLocation, headBucket, listBuckets } from './buckets.js';
import { listObjectsV2 } from './list-objects.js';
import { listMultipartUploads } from './list-uploads.js';
import {
  abortMultipartUpload,
  completeMultipartUpload,
  createMultipartUpload,
  listParts,
  uploadPart,
} from './multipart.js';
import { deleteObject, deleteObjects, getObject, headObject, putObject } from './objects.js';
import { deleteSetting, getSetting, putSetting } from './settings.js';

const OF_A_BUCKET: Readonly<Record<string, (call: BucketCall) => Answer | Promise<Answer>>> = {
  HeadBucket: headBucket,
  DeleteBucket: deleteBucket,
  GetBucketLocation: getBucketLocation,
  ListObjectsV2: listObjectsV2,
  ListMultipartUploads: listMultipartUploads,
  PutObject: putObject,
  GetObject: getObject,
  HeadObject: headObject,
  DeleteObject: deleteObject,
  DeleteObjects: deleteObjects,
  CreateMultipartUpload: createMultipartUpload,
  UploadPart: uploadPart,
  CompleteMultipartUpload: completeMultipartUpload,
  AbortMultipartUpload: abortMultipartUpload,
  ListParts: listParts,
};

/** Most bytes of a key. */
const MOST_KEY_BYTES = 1_024;

/** Does what a request asks for; throws an {@link S3Error} for what is refused. */
export async function perform(call: Call): Promise<Answer> {
  if (call.action === 'ListBuckets') return listBuckets(call);
  if (call.action === 'CreateBucket') return createBucket(call);
  const { bucket, key, service, setting, action } = call;
  const at = service.buckets.find(bucket);
  if (!at) throw noSuchBucket(bucket);
  if (at.region !== service.region && action !== 'GetBucketLocation') throw elsewhere(bucket, at.region);
  if (at.isForeign) throw accessDenied();
  if (Buffer.byteLength(key) > MOST_KEY_BYTES) {
    throw new S3Error(400, 'KeyTooLongError', 'Your key is too long', { details: { MaxSizeAllowed: MOST_KEY_BYTES } });
  }
  const act = setting === undefined ? OF_A_BUCKET[action] : settingAction(action);
  if (!act) throw notImplemented(action);
  return act({ ...call, at });
}

function settingAction(action: string): (call: BucketCall) => Answer {
  if (action.startsWith('Get')) return getSetting;
  return action.startsWith('Put') ? putSetting : deleteSetting;
}

function elsewhere(bucket: string, region: string): S3Error {
  return new S3Error(
    301,
    'PermanentRedirect',
    'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
    {
      details: { Bucket: bucket, Endpoint: `${bucket}.s3.${region}.amazonaws.com` },
      headers: { 'x-amz-bucket-region': region },
    },
  );
}
