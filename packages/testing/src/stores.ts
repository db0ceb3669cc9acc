export { describeMetadataStore } from './describe-metadata-store.js';
export { describeObjectStore } from './describe-object-store.js';
export type { DynamodbServer, DynamodbServerClientConfig } from './dynamodb-server.js';
export { dynamodbClientConfig, startDynamodb } from './dynamodb-server.js';
export type { TestFramework } from './test-framework.js';
export type {
  S3Bucket,
  S3Buckets,
  S3Fault,
  S3Object,
  S3Request,
  S3RequestHook,
  S3Server,
  S3ServerClientConfig,
  S3ServerOptions,
  S3Upload,
} from './s3/index.js';
export { s3Server } from './s3/index.js';
