export { distributed } from './distributed.js';
export type { DistributedOptions, Results } from './options.js';
