import { notImplemented, S3Error } from './s3-error.js';
import { SETTINGS } from './settings.table.js';

/** What a request is about. */
export interface Route {
  /** `PutObject` */
  readonly action: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  /** The configuration that is asked for or set: `lifecycle`. */
  readonly setting: string | undefined;
}

/** Parameters of requests that an action takes besides those that name it. */
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  ListObjectsV2: [
    'prefix',
    'delimiter',
    'max-keys',
    'continuation-token',
    'start-after',
    'encoding-type',
    'fetch-owner',
  ],
  ListMultipartUploads: ['prefix', 'max-uploads', 'key-marker', 'upload-id-marker', 'encoding-type'],
  ListParts: ['max-parts', 'part-number-marker'],
};

/** Parameters that name an action, or that the SDKs add. */
const NAMING = new Set(['x-id', 'list-type', 'uploads', 'uploadId', 'partNumber', 'delete', 'location']);

/** The action of a request with path-style addressing; what this server does not have is NotImplemented, by its name. */
export function routeOf(method: string, target: string, headers: Readonly<Record<string, string>>): Route {
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const query = new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1));
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?([^]*)$/.exec(decoded(path)) ?? [];
  const setting = key === '' ? Object.keys(SETTINGS).find((name) => query.has(name)) : undefined;
  const action = actionOf(method, bucket, key, query, headers, setting);
  if (action === undefined)
    throw notImplemented(`${method} ${key === '' ? 'of a bucket' : 'of an object'} ?${query.toString()}`);
  for (const name of query.keys()) {
    const isKnown = NAMING.has(name) || name === setting || PARAMETERS[action]?.includes(name);
    if (isKnown !== true && !name.startsWith('X-Amz-')) throw notImplemented(`the parameter ${name} of ${action}`);
  }
  return { action, bucket, key, query, setting };
}

function actionOf(
  method: string,
  bucket: string,
  key: string,
  query: URLSearchParams,
  headers: Readonly<Record<string, string>>,
  setting: string | undefined,
): string | undefined {
  if (bucket === '') return method === 'GET' ? 'ListBuckets' : undefined;
  if (key !== '') return objectAction(method, query, headers);
  if (setting !== undefined) return settingAction(method, SETTINGS[setting]?.name ?? '');
  switch (method) {
    case 'PUT':
      return 'CreateBucket';
    case 'HEAD':
      return 'HeadBucket';
    case 'DELETE':
      return 'DeleteBucket';
    case 'POST':
      return query.has('delete') ? 'DeleteObjects' : undefined;
    case 'GET':
      if (query.get('list-type') === '2') return 'ListObjectsV2';
      if (query.has('uploads')) return 'ListMultipartUploads';
      return query.has('location') ? 'GetBucketLocation' : undefined;
    default:
      return undefined;
  }
}

function settingAction(method: string, name: string): string | undefined {
  const verb = { GET: 'Get', PUT: 'Put', DELETE: 'Delete' }[method];
  return verb && `${verb}${name}`;
}

function objectAction(
  method: string,
  query: URLSearchParams,
  headers: Readonly<Record<string, string>>,
): string | undefined {
  const isOfUpload = query.has('uploadId');
  switch (method) {
    case 'PUT':
      if (headers['x-amz-copy-source'] !== undefined) return undefined;
      return isOfUpload && query.has('partNumber') ? 'UploadPart' : 'PutObject';
    case 'GET':
      if (isOfUpload) return 'ListParts';
      return query.has('partNumber') ? undefined : 'GetObject';
    case 'HEAD':
      return query.has('partNumber') ? undefined : 'HeadObject';
    case 'DELETE':
      return isOfUpload ? 'AbortMultipartUpload' : 'DeleteObject';
    case 'POST':
      if (query.has('uploads')) return 'CreateMultipartUpload';
      return isOfUpload ? 'CompleteMultipartUpload' : undefined;
    default:
      return undefined;
  }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new S3Error(400, 'InvalidURI', "Couldn't parse the specified URI.");
  }
}
