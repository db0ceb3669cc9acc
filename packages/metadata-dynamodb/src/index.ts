export { dynamodbClient } from './client.js';
export type { DynamodbMetadataOptions } from './metadata.js';
export { dynamodbMetadata } from './metadata.js';
export { metadataFault } from './fault.js';
export { KEEP_DAYS } from './keys.js';
export { dynamodbRunStates } from './run-states.js';
export type { RunStateFailure, RunStateServer } from './serve-run-states.js';
export { serveRunStates } from './serve-run-states.js';
export { ensureTable, tableDefinition, tableTimeToLive } from './table.js';
