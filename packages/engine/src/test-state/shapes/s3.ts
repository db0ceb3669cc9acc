import { BOOLEAN, type Fields, list, map, number, oneOf, type Operations, structure, text, TIME } from './shape.js';

const STORAGE_CLASS = oneOf(
  ...['STANDARD', 'REDUCED_REDUNDANCY', 'STANDARD_IA', 'ONEZONE_IA', 'INTELLIGENT_TIERING', 'GLACIER', 'DEEP_ARCHIVE'],
  ...['OUTPOSTS', 'GLACIER_IR', 'SNOW', 'EXPRESS_ONEZONE', 'FSX_OPENZFS', 'FSX_ONTAP'],
);

const ENCRYPTION: Fields = {
  ServerSideEncryption: oneOf('AES256', 'aws:fsx', 'aws:backup', 'aws:kms', 'aws:kms:dsse'),
  SSECustomerAlgorithm: text(),
  SSECustomerKeyMD5: text(),
  SSEKMSKeyId: text(),
  BucketKeyEnabled: BOOLEAN,
  RequestCharged: oneOf('requester'),
};

const HEAD: Fields = {
  ...ENCRYPTION,
  DeleteMarker: BOOLEAN,
  AcceptRanges: text(),
  Expiration: text(),
  Restore: text(),
  LastModified: TIME,
  ContentLength: number(),
  ETag: text(),
  VersionId: text(),
  CacheControl: text(),
  ContentDisposition: text(),
  ContentEncoding: text(),
  ContentLanguage: text(),
  ContentRange: text(),
  ContentType: text(),
  Metadata: map(text()),
  StorageClass: STORAGE_CLASS,
  PartsCount: number(),
  TagCount: number(),
  ObjectLockMode: oneOf('GOVERNANCE', 'COMPLIANCE'),
  ObjectLockRetainUntilDate: TIME,
};

/** Amazon S3. */
export const S3: Operations = {
  // A JSON object's Body is text here.
  getObject: structure({ ...HEAD, Body: text() }),
  headObject: structure(HEAD),
  putObject: structure({ ...ENCRYPTION, Expiration: text(), ETag: text(), VersionId: text(), Size: number() }),
  copyObject: structure({
    ...ENCRYPTION,
    CopyObjectResult: structure({ ETag: text(), LastModified: TIME }),
    CopySourceVersionId: text(),
    VersionId: text(),
  }),
  deleteObject: structure({ DeleteMarker: BOOLEAN, VersionId: text(), RequestCharged: oneOf('requester') }),
  listObjectsV2: structure({
    IsTruncated: BOOLEAN,
    Contents: list(
      structure({
        Key: text({ least: 1 }),
        LastModified: TIME,
        ETag: text(),
        Size: number(),
        StorageClass: STORAGE_CLASS,
      }),
    ),
    Name: text(),
    Prefix: text(),
    Delimiter: text(),
    MaxKeys: number(),
    CommonPrefixes: list(structure({ Prefix: text() })),
    EncodingType: oneOf('url'),
    KeyCount: number(),
    ContinuationToken: text(),
    NextContinuationToken: text(),
    StartAfter: text(),
  }),
};
