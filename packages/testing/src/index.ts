export { describeMetadataStore } from './describe-metadata-store.js';
export { describeObjectStore } from './describe-object-store.js';
export type { TestFramework } from './test-framework.js';
export { diagnosticsOf, inMemory, inMemoryStores } from './run/in-memory.js';
export type {
  InMemoryFlow,
  InMemoryOptions,
  InMemoryRun,
  InMemoryRunOptions,
  InMemoryStores,
} from './run/in-memory.js';
export type { FailedExecution, RunCounts } from './run/history.js';
export type { MetadataWrite } from './run/metadata-writes.js';
export type { RequestCounts } from './run/store-requests.js';
export { plain } from './run/plain.js';
export { testTarget } from './run/test-target.js';
export { missingRights } from './rights/missing-rights.js';
export { describeMapStrategy } from './strategy/describe-map-strategy.js';
export type { MapStrategyOptions } from './strategy/describe-map-strategy.js';
export { storedTasks } from './strategy/stored-tasks.js';
export type { DynamodbServer, DynamodbServerClientConfig } from './dynamodb-server.js';
export { dynamodbClientConfig, startDynamodb } from './dynamodb-server.js';
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
export type { AwsAccount, AwsClientConfig } from './aws/aws-account.js';
export { awsAccount } from './aws/aws-account.js';
export type { AwsAccountOptions } from './aws/account-options.js';
export type { ExecutionOptions } from './aws/states/execution-options.js';
export type { ObjectReader } from '@flowmap/local/account';
export type { AwsCall, Fault, FaultOf, ServiceRefusal } from './aws/call.js';
export type { DeniedAction } from './aws/access/denied-action.js';
