export { describeMetadataStore } from './describe-metadata-store.js';
export { describeObjectStore } from './describe-object-store.js';
export type { TestFramework } from './test-framework.js';
