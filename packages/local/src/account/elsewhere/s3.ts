import type { Home } from '../home.js';
import type { AwsError } from '../protocol/aws-error.js';
import type { Refusals } from '../protocol/service.js';
import { forward } from '../server/forward.js';
import type { Receiver } from '../server/receiver.js';
import type { WireAnswer, WireRequest } from '../server/wire.js';

const REFUSALS: Refusals = {
  denied: ['AccessDenied', 403],
  expired: ['ExpiredToken', 400],
  unknownKey: ['InvalidAccessKeyId', 403],
  scope: ['AuthorizationHeaderMalformed', 400],
  throttled: ['SlowDown', 503],
  failed: ['InternalError', 500],
  invalid: ['InvalidArgument', 400],
};

/** S3, which is served at another address, with the bucket in the path. */
export function s3At(url: string, { partition }: Home): Receiver {
  return {
    name: 's3',
    refusals: REFUSALS,
    isGlobal: false,
    receive(request) {
      const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(decodeURIComponent(request.path)) ?? [];
      const action = actionOf(request, bucket !== '', key !== '');
      const resource = bucket === '' ? '*' : `arn:${partition}:s3:::${bucket}${key === '' ? '' : `/${key}`}`;
      return {
        action,
        resource,
        input: { ...(bucket !== '' && { bucket }), ...(key !== '' && { key }), ...Object.fromEntries(request.query) },
        needed: [{ action: `s3:${rightOf(action)}`, resource }],
        perform: () => forward(url, request),
      };
    },
    refuse,
    contents: () => ({}),
  };
}

/** Settings of buckets, by what the query says, as rights name them. */
const SETTINGS: Readonly<Record<string, string>> = {
  ownershipControls: 'BucketOwnershipControls',
  policy: 'BucketPolicy',
  publicAccessBlock: 'BucketPublicAccessBlock',
  tagging: 'BucketTagging',
  versioning: 'BucketVersioning',
  encryption: 'EncryptionConfiguration',
  lifecycle: 'LifecycleConfiguration',
};

/** The right that an action takes, without its service. */
function rightOf(action: string): string {
  const [method = '', setting = ''] = action.split(' ');
  const named = SETTINGS[setting];
  return named === undefined ? (RIGHTS[action] ?? action) : `${method === 'GET' ? 'Get' : 'Put'}${named}`;
}

/** Actions that are allowed under another name. Source: service authorisation reference, S3. */
const RIGHTS: Readonly<Record<string, string>> = {
  HeadObject: 'GetObject',
  HeadBucket: 'ListBucket',
  ListObjectsV2: 'ListBucket',
  ListObjects: 'ListBucket',
  CopyObject: 'PutObject',
  DeleteObjects: 'DeleteObject',
  CreateMultipartUpload: 'PutObject',
  UploadPart: 'PutObject',
  CompleteMultipartUpload: 'PutObject',
};

/** Most clients name the action in the query; the others' is known by the method and what the query asks about. */
function actionOf({ method, query }: WireRequest, hasBucket: boolean, hasKey: boolean): string {
  const named = query.get('x-id');
  if (named !== null) return named;
  if (query.get('list-type') === '2') return 'ListObjectsV2';
  if (method === 'POST' && query.has('delete')) return 'DeleteObjects';
  if (method === 'POST' && query.has('uploads')) return 'CreateMultipartUpload';
  if (method === 'POST' && query.has('uploadId')) return 'CompleteMultipartUpload';
  const about = [...query.keys()].find((name) => /^[a-zA-Z]+$/.test(name));
  if (about !== undefined) return `${method} ${about}`;
  if (!hasBucket) return 'ListBuckets';
  const verb = { GET: hasKey ? 'Get' : 'List', PUT: hasKey ? 'Put' : 'Create', HEAD: 'Head', DELETE: 'Delete' }[method];
  if (verb === undefined) return method;
  return verb === 'List' ? 'ListObjects' : `${verb}${hasKey ? 'Object' : 'Bucket'}`;
}

function refuse({ code, message, status }: AwsError): WireAnswer {
  const text = message.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return {
    status,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${text}</Message><RequestId>0</RequestId></Error>`,
  };
}
