export { batchArray } from './batch-array.js';
