export type { ObjectStore, ReadOptions, WriteOptions } from './object-store.js';
export type {
  DeploymentEnd,
  DeploymentRecord,
  FactsRecord,
  MetadataStore,
  OwnerRecord,
  RunEnd,
  RunFailure,
  RunRecord,
  RunStatus,
} from './metadata-store.js';
export type { Execution, Executions } from './executions.js';
export type { LogReader, LogSelection, TaskLogLine } from './log-reader.js';
export type { StoredError, StoredList, StoredOutcome, StoredValue, TaskRecord } from './artifact.js';
export type { LogPlace, TaskLog } from './task-log.js';
export type { Artifacts, ListReference, ListSource, StoredCollection } from './artifacts.types.js';
export type { ArtifactSizes } from './artifacts/artifacts.js';
export { artifactsOf } from './artifacts/artifacts.js';
export { collectionOf, isCollection } from './artifacts/collection.js';
export { isListSourceError } from './artifacts/stream-writer.js';
export { decode, encode } from './codec/codec.js';
export { MAX_KEY_BYTES, checkKey, compareKeys } from './key.js';
export { partAt } from './artifacts/value-path.js';
export { graphKey } from './graph-key.js';
