export { describeMetadataStore } from './describe-metadata-store.js';
export { describeObjectStore } from './describe-object-store.js';
export type { DynamodbServer, DynamodbServerClientConfig } from './dynamodb-server.js';
export { dynamodbClientConfig, startDynamodb } from './dynamodb-server.js';
export type { TestFramework } from './test-framework.js';
