export { batch } from './batch.js';
export type { BatchOptions } from './options.js';
