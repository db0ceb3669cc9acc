export type { ObjectStore, ReadOptions, WriteOptions } from './object-store.js';
export type { DeploymentRecord, FactsRecord, MetadataStore, RunEnd, RunRecord, RunStatus } from './metadata-store.js';
export type { StoredError, StoredList, StoredOutcome, StoredValue, TaskRecord } from './artifact.js';
export type { Artifacts, ListReference, ListSource } from './artifacts.types.js';
export type { ArtifactSizes } from './artifacts/artifacts.js';
export { artifactsOf } from './artifacts/artifacts.js';
export { decode, encode } from './codec/codec.js';
export { MAX_KEY_BYTES, checkKey, compareKeys } from './key.js';
export { partAt } from './artifacts/value-path.js';
