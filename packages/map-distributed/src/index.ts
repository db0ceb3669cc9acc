export { distributed } from './distributed.js';
export type { DistributedOptions } from './options.js';
